import { access, constants, readdir } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { ServiceError } from "./service-error.ts";
import type { Service } from "./service.ts";

/** Where servers are on systems that leave this folder out of an ordinary user's PATH. */
const SYSTEM_FOLDERS = ["/usr/sbin", "/usr/local/sbin"];

/**
 * The first folder that has all programs of the service. They belong together, so all of them are
 * taken from one folder.
 *
 * @throws {ServiceError} how to install them, if there is none.
 */
export async function findPrograms({ programs, ...service }: Service): Promise<string> {
  const listed = await Promise.all((service.folders ?? []).map(foldersLike));
  const path = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  for (const folder of [...path, ...listed.flat(), ...SYSTEM_FOLDERS]) {
    if (await hasAll(folder, programs)) return folder;
  }
  throw new ServiceError(
    "NOT_INSTALLED",
    `${service.title} is not installed: there is no ${programs.join(", ")} on the PATH; on Debian: ` +
      `apt-get install ${service.debianPackage}; or name a server with --${service.id} URL`,
  );
}

/** The folders of a pattern in which one name may be a `*`, the highest version first. */
async function foldersLike(pattern: string): Promise<string[]> {
  const [before = "", after] = pattern.split("*");
  if (after === undefined) return [pattern];
  const names = await readdir(before).catch(() => []);
  return names
    .toSorted((one, other) => other.localeCompare(one, "en", { numeric: true }))
    .map((name) => join(before, name, after));
}

async function hasAll(folder: string, programs: readonly string[]): Promise<boolean> {
  const found = await Promise.allSettled(
    programs.map((name) => access(join(folder, name), constants.X_OK)),
  );
  return found.every(({ status }) => status === "fulfilled");
}

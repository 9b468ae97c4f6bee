/** The one reader of package.json files: what a package exports, and in which file. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** The conditions of an export: its TypeScript source, or the compiled file that Node loads. */
export type ExportCondition = "@sync-strategies/source" | "default";

/**
 * The absolute path of the file that a package exports under a name, such as `.` or `./strategy`;
 * undefined if the folder has no package.json, or its package no such export.
 */
export async function exportedFile(
  folder: string,
  name: string,
  condition: ExportCondition,
): Promise<string | undefined> {
  try {
    const manifest: unknown = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const entry = property(property(manifest, "exports"), name);
    const file = typeof entry === "string" ? entry : property(entry, condition);
    return typeof file === "string" ? join(folder, file) : undefined;
  } catch {
    return undefined;
  }
}

/** Names come from outside, so only an object's own properties count. */
function property(object: unknown, name: string): unknown {
  if (typeof object !== "object" || object === null) return undefined;
  return Object.getOwnPropertyDescriptor(object, name)?.value;
}

/**
 * What a path leads to, with links followed, and how it is written there. Only a plain file is
 * ever replaced: a device, a pipe or a socket is written into, as a shell's `>` does.
 */
import { constants, fstat, type Stats } from "node:fs";
import { access, lstat, readlink, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { reasonOf } from "../reason-of.ts";

export type Target =
  /** A draft in the same folder takes its place, with the mode of what was there. */
  | { readonly kind: "replaced"; readonly path: string; readonly mode: number | undefined }
  /** A file that a draft cannot take the place of without changing more than what is in it. */
  | { readonly kind: "overwritten"; readonly path: string }
  | { readonly kind: "device" | "pipe" | "socket"; readonly path: string }
  /** Where this process prints. A second opening would write over what has been printed. */
  | { readonly kind: "printed"; readonly stream: "stdout" | "stderr" };

export interface FoundTarget {
  readonly target: Target;
  /** The same for two paths if they lead to the same file. */
  readonly identity: string;
}

/** Why a path cannot be written to. */
class UnwritableError extends Error {
  readonly code = "UNWRITABLE";
}

/** How many links may follow each other, as in Linux. */
const MOST_LINKS = 40;

/**
 * @param absolute an absolute path; one that ends with a slash names a folder.
 * @throws {UnwritableError} if nothing can be written there.
 */
export async function findTarget(absolute: string): Promise<FoundTarget> {
  const stats = await statIfThere(absolute);
  if (stats === undefined) return newFile(absolute);
  if (stats.isDirectory()) throw new UnwritableError("that is a folder");
  const identity = identityOf(stats);
  const stream = await printedTo(identity);
  if (stream !== undefined) return { identity, target: { kind: "printed", stream } };
  await assertWritable(absolute, "it cannot be written");
  if (!stats.isFile()) {
    const kind = stats.isFIFO() ? "pipe" : stats.isSocket() ? "socket" : "device";
    return { identity, target: { kind, path: absolute } };
  }
  const path = await realpath(absolute);
  const isReplaceable =
    stats.nlink === 1 &&
    (process.getuid === undefined || stats.uid === process.geteuid?.()) &&
    (await isWritable(dirname(path)));
  return {
    identity,
    target: isReplaceable
      ? { kind: "replaced", path, mode: stats.mode & 0o7777 }
      : { kind: "overwritten", path },
  };
}

/** A path that leads to nothing yet: a new name, or a link to one. */
async function newFile(absolute: string): Promise<FoundTarget> {
  if (absolute.endsWith("/")) throw new UnwritableError("that names a folder, not a file");
  const path = await endOfLinks(absolute);
  const folder = await realpath(dirname(path)).catch((error: NodeJS.ErrnoException) => {
    const isMissing = error.code === "ENOENT";
    throw new UnwritableError(isMissing ? "its folder does not exist" : reasonOf(error));
  });
  if (!(await stat(folder)).isDirectory()) throw new UnwritableError("its folder is a file");
  await assertWritable(folder, "its folder cannot be written to");
  const resolved = join(folder, basename(path));
  return { identity: resolved, target: { kind: "replaced", path: resolved, mode: undefined } };
}

/** Where a chain of links to a missing file leads. */
async function endOfLinks(path: string): Promise<string> {
  let end = path;
  for (let links = 0; links < MOST_LINKS; links++) {
    const next = await readlink(end).catch(() => undefined);
    if (next === undefined) return end;
    end = resolve(await realpath(dirname(end)), next);
  }
  throw new UnwritableError("its links lead in a circle");
}

async function statIfThere(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    if (code === "ENOTDIR") {
      const isName = path.endsWith("/") && (await lstat(path.slice(0, -1)).catch(() => undefined));
      throw new UnwritableError(isName ? "that is a file, not a folder" : "its folder is a file");
    }
    if (code === "ELOOP") throw new UnwritableError("its links lead in a circle");
    throw new UnwritableError(reasonOf(error));
  }
}

/** Which of this process's own streams the file is. */
async function printedTo(identity: string): Promise<"stdout" | "stderr" | undefined> {
  for (const [descriptor, stream] of [
    [1, "stdout"],
    [2, "stderr"],
  ] as const) {
    try {
      if (identityOf(await promisify(fstat)(descriptor)) === identity) return stream;
    } catch {
      // A stream that is closed leads nowhere.
    }
  }
  return undefined;
}

function identityOf({ dev, ino, rdev }: Stats): string {
  return `${dev}:${ino}:${rdev}`;
}

async function assertWritable(path: string, fault: string): Promise<void> {
  try {
    await access(path, constants.W_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UnwritableError(code === "EACCES" ? fault : reasonOf(error));
  }
}

async function isWritable(path: string): Promise<boolean> {
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
}

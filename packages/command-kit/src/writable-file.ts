/** Files that a command is to write, tried before anything is measured. */
import { constants, renameSync, writeFileSync } from "node:fs";
import { access, stat } from "node:fs/promises";
import { dirname, extname } from "node:path";
import { CommandError } from "./command-error.ts";
import { ExitCode } from "./exit-codes.ts";
import { userPath } from "./workspace.ts";

/**
 * The path as an absolute one, if a file can be written there. What is there stays as it is.
 *
 * @throws {CommandError} if not.
 */
export async function writablePath(flag: string, path: string): Promise<string> {
  const absolute = userPath(path);
  const refuse = (fault: string): never => {
    throw new CommandError(ExitCode.failed, `${flag} ${path}: ${fault}; name another file`);
  };
  const existing = await stat(absolute).catch(() => undefined);
  if (existing?.isDirectory() === true) refuse("that is a folder");
  try {
    await access(existing === undefined ? dirname(absolute) : absolute, constants.W_OK);
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    refuse(isMissing ? "its folder does not exist" : "it cannot be written");
  }
  return absolute;
}

/**
 * The path of one of several files where a single name was given: the parts are put before the
 * extension. `run.jsonl` becomes `run.contended.mutex.jsonl`.
 */
export function pathFor(path: string, ...parts: readonly (string | number)[]): string {
  const extension = extname(path);
  const stem = path.slice(0, path.length - extension.length);
  return [stem, ...parts].join(".") + extension;
}

/** Writes a file as a whole, so that a reader never sees half of one. */
export function replaceFile(path: string, text: string): void {
  const draft = `${path}.${process.pid}.part`;
  writeFileSync(draft, text);
  renameSync(draft, path);
}

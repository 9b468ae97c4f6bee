/** Temporary files. */
import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CommandError } from "./command-error.ts";
import { ExitCode } from "./exit-codes.ts";
import { stackOf } from "./message-of.ts";
import { startOutlivingShell } from "./outliving-shell.ts";
import { reasonOf } from "./reason-of.ts";

/**
 * Makes a folder that is removed when the process ends, also if it is killed.
 *
 * @throws {CommandError} if there is no room for one.
 */
export function scratchFolder(): string {
  const scratch = join(tmpdir(), `sync-strategies-${randomBytes(NAME_BYTES).toString("hex")}`);
  removeAfterwards(scratch);
  try {
    mkdirSync(scratch, { mode: 0o700 });
  } catch (error) {
    throw noTemporaryFiles(error);
  }
  process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
  return scratch;
}

/** The error for a temporary file that cannot be written. */
export function noTemporaryFiles(error: unknown): CommandError {
  const line = `no temporary files can be written in ${tmpdir()}: ${reasonOf(error)}; set TMPDIR to another folder`;
  return new CommandError(ExitCode.failed, line, stackOf(error));
}

/** Enough that no program guesses the name in a folder that all users share. */
const NAME_BYTES = 8;

/**
 * Removes the folder when this process has ended; and once more, as members of a process that was killed
 * may write for a moment.
 */
function removeAfterwards(folder: string): void {
  const remove = 'rm -rf -- "$0"';
  const script = `cat >/dev/null; [ -d "$0" ] || exit; ${remove}; sleep 1; ${remove}`;
  startOutlivingShell(script, folder);
}

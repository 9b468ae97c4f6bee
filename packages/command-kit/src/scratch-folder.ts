/** Temporary files. */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CommandError } from "./command-error.ts";
import { ExitCode } from "./exit-codes.ts";
import { stackOf } from "./message-of.ts";
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
 * Has a shell wait for the end of this process, which no program can catch if it is a kill, and remove a
 * folder then; and once more, as members of a process that was killed may write for a moment. It is
 * out of reach of the terminal's Ctrl-C. Where there is no such shell, a kill leaves the folder.
 */
function removeAfterwards(folder: string): void {
  const remove = 'rm -rf -- "$0"';
  const script = `cat >/dev/null; [ -d "$0" ] || exit; ${remove}; sleep 1; ${remove}`;
  const shell = spawn("/bin/sh", ["-c", script, folder], {
    cwd: "/",
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  shell.on("error", () => {});
  shell.unref();
  (shell.stdin as Socket).unref();
}

/** Temporary files. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CommandError } from "./command-error.ts";
import { ExitCode } from "./exit-codes.ts";
import { stackOf } from "./message-of.ts";
import { reasonOf } from "./reason-of.ts";

/**
 * Makes a folder that is removed when the process ends.
 *
 * @throws {CommandError} if there is no room for one.
 */
export function scratchFolder(): string {
  let scratch: string;
  try {
    scratch = mkdtempSync(join(tmpdir(), "sync-strategies-"));
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

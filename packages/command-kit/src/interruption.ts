/**
 * Ctrl-C and SIGTERM. A command that can stop tidily asks for the signal; any other one ends at
 * once, and so does every command at the second Ctrl-C. Either way the process's `exit` handlers
 * run, which remove what it left in temporary folders.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CommandError } from "./command-error.ts";
import { ExitCode } from "./exit-codes.ts";

const controller = new AbortController();
let isAskedFor = false;

/** Aborted by the first interruption, with a {@link CommandError} as its reason. */
export function interruption(): AbortSignal {
  isAskedFor = true;
  return controller.signal;
}

/** Handles interruptions from now on. */
export function handleInterruptions(): void {
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
}

function interrupt(): void {
  if (!isAskedFor || controller.signal.aborted) process.exit(ExitCode.interrupted);
  controller.abort(new CommandError(ExitCode.interrupted, "interrupted"));
}

/** Makes a folder that is removed when the process ends. */
export function scratchFolder(): string {
  const scratch = mkdtempSync(join(tmpdir(), "sync-strategies-"));
  process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
  return scratch;
}

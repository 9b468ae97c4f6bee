/**
 * Ctrl-C, SIGTERM, and the end of the terminal. A command that can stop tidily asks for the signal;
 * any other one ends at once, and so does every command at the second of them. Either way the
 * process's `exit` handlers run, which remove what it left in temporary folders.
 */
import { CommandError } from "./command-error.ts";
import { ExitCode } from "./exit-codes.ts";

const controller = new AbortController();
let isHandled = false;
let isAskedFor = false;

/** Aborted by the first interruption, with a {@link CommandError} as its reason. */
export function interruption(): AbortSignal {
  isAskedFor = true;
  return controller.signal;
}

/** The exit code that the first interruption calls for; undefined if there was none. */
export function exitCodeOfInterruption(): ExitCode | undefined {
  const { aborted, reason } = controller.signal;
  return aborted ? (reason as CommandError).exitCode : undefined;
}

const exitCodeOf = {
  SIGHUP: ExitCode.hungUp,
  SIGINT: ExitCode.interrupted,
  SIGTERM: ExitCode.terminated,
} as const;

/** Handles interruptions from now on. May be called before the command is loaded, and again. */
export function handleInterruptions(): void {
  if (isHandled) return;
  isHandled = true;
  for (const signal of ["SIGHUP", "SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => interrupt(exitCodeOf[signal]));
  }
}

function interrupt(exitCode: ExitCode): void {
  if (!isAskedFor || controller.signal.aborted) process.exit(exitCode);
  controller.abort(new CommandError(exitCode, "interrupted"));
}

import { ExitCode } from "./exit-codes.ts";

/** Ends a command with one line on stderr and this exit code. */
export class CommandError extends Error {
  readonly exitCode: ExitCode;
  /** The stack behind the line, which `--debug` prints: often one from another process. */
  readonly details: string | undefined;

  constructor(exitCode: ExitCode, message: string, details?: string) {
    super(message);
    this.name = "CommandError";
    this.exitCode = exitCode;
    this.details = details;
  }
}

/** The error for a flag, a name or a file that makes no sense. */
export function wrongInput(message: string, details?: string): CommandError {
  return new CommandError(ExitCode.wrongInput, message, details);
}

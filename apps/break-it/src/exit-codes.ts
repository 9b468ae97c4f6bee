/** What the exit codes of this folder's commands say. */
export const ExitCode = {
  fine: 0,
  /** A break was not caught as it must be, or a walk-through is out of date. */
  failed: 1,
  /** Wrong input: a flag or a name. */
  wrongInput: 2,
  /** The command could not do its work. */
  unable: 4,
  interrupted: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** Ends a command with one line on stderr and this exit code. */
export class CommandError extends Error {
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string) {
    super(message);
    this.name = "CommandError";
    this.exitCode = exitCode;
  }
}

/** What the command's exit code says. The highest concern of a run wins; see `worstOf`. */
export const ExitCode = {
  /** All well. What the control does wrong is expected and changes nothing. */
  fine: 0,
  /**
   * A strategy other than the control broke the contract, threw, hung or died; or a checked
   * history is not linearizable.
   */
  broken: 1,
  /** Wrong input: a flag, a name, a file. */
  wrongInput: 2,
  /** Nothing worse than a history of which nobody could find out whether it is linearizable. */
  unknown: 3,
  /** The command could not do its work. */
  failed: 4,
  /** Interrupted by the user; what was measured until then has been printed. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

const byConcern: readonly ExitCode[] = [
  ExitCode.fine,
  ExitCode.unknown,
  ExitCode.broken,
  ExitCode.wrongInput,
  ExitCode.failed,
  ExitCode.interrupted,
];

/** The code that a run ends with which had reason for each of these. */
export function worstOf(...codes: readonly ExitCode[]): ExitCode {
  return codes.reduce<ExitCode>(
    (worst, code) => (byConcern.indexOf(code) > byConcern.indexOf(worst) ? code : worst),
    ExitCode.fine,
  );
}

/** Ends the command with one line on stderr and this exit code. */
export class CommandError extends Error {
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "CommandError";
    this.exitCode = exitCode;
  }
}

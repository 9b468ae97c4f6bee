/** What a command's exit code says. The most serious concern of a run decides: see {@link worstOf}. */
export const ExitCode = {
  /** All well. What the control does wrong is expected and changes nothing. */
  fine: 0,
  /**
   * What was examined is wrong: a strategy other than the control broke the contract, threw, hung
   * or died; a checked history is not linearizable; a limit was crossed; a page is out of date.
   */
  broken: 1,
  /** Wrong input: a flag, a name, a file. */
  wrongInput: 2,
  /** At worst, a history could not be decided within its budget, or a store not be explored. */
  unknown: 3,
  /** The command could not do its work. */
  failed: 4,
  /** The terminal was closed (SIGHUP); what was measured until then has been printed. */
  hungUp: 129,
  /** Interrupted by the user (SIGINT); likewise. */
  interrupted: 130,
  /** Ended by another program (SIGTERM); likewise. */
  terminated: 143,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

const byConcern: readonly ExitCode[] = [
  ExitCode.fine,
  ExitCode.unknown,
  ExitCode.broken,
  ExitCode.wrongInput,
  ExitCode.failed,
  ExitCode.hungUp,
  ExitCode.interrupted,
  ExitCode.terminated,
];

/** The exit code of a run in which all of these occurred: the most serious. */
export function worstOf(...codes: readonly ExitCode[]): ExitCode {
  return codes.reduce<ExitCode>(
    (worst, code) => (byConcern.indexOf(code) > byConcern.indexOf(worst) ? code : worst),
    ExitCode.fine,
  );
}

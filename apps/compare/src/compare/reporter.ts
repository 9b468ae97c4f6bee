import type { ResultDocument, StrategyResult, WorkloadResult } from "@sync-strategies/results";

/** Turns a run of the command into output, while it goes on or at its end. */
export interface Reporter {
  /** A workload is about to run, with these rows to come. */
  begin(workload: WorkloadResult, rowNames: readonly string[]): void;
  row(workload: WorkloadResult, row: StrategyResult): void;
  /** All rows of the workload have been reported. */
  finish(workload: WorkloadResult): void;
  /** All is done, or the run was interrupted. */
  end(document: ResultDocument): void;
}

/** A reporter that prints nothing before the end. */
export function atTheEnd(render: (document: ResultDocument) => string): Reporter {
  return {
    begin() {},
    row() {},
    finish() {},
    end: (document) => void process.stdout.write(render(document)),
  };
}

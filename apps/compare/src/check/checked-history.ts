import type { Verdict } from "@sync-strategies/linearizability";
import type { HistoryFile } from "./find-histories.ts";

/** What was found of one file: a verdict, or what is wrong with the file. */
export interface CheckedHistory {
  readonly file: HistoryFile;
  readonly verdict: Verdict | undefined;
  readonly problem: string | undefined;
  /** How it was read, in sentences, where that matters to the verdict. */
  readonly notes: readonly string[];
}

/** Reports a check in the course of its work. */
export interface CheckReporter {
  add(checked: CheckedHistory): void;
  end(): void;
}

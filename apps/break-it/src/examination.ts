/** What the command and the process that examines a broken copy tell each other. */
import type { ScheduleFailure } from "@sync-strategies/schedule-explorer";

export type ExaminationMessage =
  /** It turns to this next: a test of the contract, or a scenario. */
  | { readonly type: "begins"; readonly what: string }
  | { readonly type: "failed-test"; readonly name: string }
  | ({ readonly type: "failed-schedule" } & FailedSchedule)
  | { readonly type: "unexplorable"; readonly scenario: string; readonly reason: string }
  | { readonly type: "done"; readonly testCount: number };

/** What came of a broken copy. */
export interface Examination {
  /** How many tests of the contract apply to the strategy. */
  readonly testCount: number;
  /** Those that failed, in the contract's order. */
  readonly failedTests: readonly string[];
  /** Of each scenario, the smallest schedule that fails; the plainest scenario first. */
  readonly failedSchedules: readonly FailedSchedule[];
}

export interface FailedSchedule {
  readonly scenario: string;
  readonly failure: ScheduleFailure;
}

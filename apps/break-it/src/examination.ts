/** The messages of the process that examines a broken copy, and the result made of them. */
import type { ScheduleFailure } from "@sync-strategies/schedule-explorer";

export type ExaminationMessage =
  /** The next test of the contract, or the next scenario, begins. */
  | { readonly type: "begins"; readonly what: string }
  | { readonly type: "failed-test"; readonly name: string }
  | ({ readonly type: "failed-schedule" } & FailedSchedule)
  | { readonly type: "unexplorable"; readonly scenario: string; readonly reason: string }
  | { readonly type: "done"; readonly testCount: number };

/** The result for one broken copy. */
export interface Examination {
  /** How many tests of the contract apply to the strategy. */
  readonly testCount: number;
  /** Those that failed, in the contract's order. */
  readonly failedTests: readonly string[];
  /** The smallest failing schedule of each scenario that has one; the plainest scenario first. */
  readonly failedSchedules: readonly FailedSchedule[];
}

export interface FailedSchedule {
  readonly scenario: string;
  readonly failure: ScheduleFailure;
}

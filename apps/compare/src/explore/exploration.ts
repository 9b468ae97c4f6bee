/** What the command and the process that explores one strategy tell each other. */
import { type ChildFailure } from "@sync-strategies/command-kit/in-child";
import type { Exploration, ScheduleReport } from "@sync-strategies/schedule-explorer";

export interface ExplorationRequest {
  readonly moduleUrl: string;
  readonly strategyId: string;
  readonly scenarioIds: readonly string[];
  /** Replay this one instead of exploring. */
  readonly schedule: string | undefined;
  readonly random: { readonly seed: number; readonly schedules: number } | undefined;
  readonly maximumSchedules: number | undefined;
}

export type ExplorationMessage =
  | { readonly type: "progress"; readonly scenario: string; readonly schedules: number }
  | { readonly type: "explored"; readonly scenario: string; readonly result: Exploration }
  | { readonly type: "replayed"; readonly scenario: string; readonly report: ScheduleReport }
  /** The store waits for something that no schedule decides, such as a timer. */
  | { readonly type: "unexplorable"; readonly scenario: string; readonly message: string }
  /** The schedule is none, or none of this store. */
  | { readonly type: "refused"; readonly message: string }
  | { readonly type: "failed"; readonly scenario: string; readonly failure: ChildFailure }
  | { readonly type: "done" };

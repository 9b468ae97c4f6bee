/**
 * A trial is the unit of measurement: one strategy, one workload, in a separate process. This
 * file holds what the two processes send each other, and what a trial ends with.
 */
import type { ChildFailure } from "@sync-strategies/command-kit/in-child";
import type { MeasuredRound } from "@sync-strategies/results";
import type { RunLength, WorkloadParameters } from "@sync-strategies/workload";
import type { Measurement, TrialPhase } from "./measure.ts";

/** What the child is asked to do. */
export interface TrialRequest {
  readonly moduleUrl: string;
  readonly strategyId: string;
  readonly parameters: WorkloadParameters;
  readonly runLength: RunLength;
  /** Whether the history is recorded and checked: that takes 10 to 30 ns per operation. */
  readonly isChecked: boolean;
  /** The file that the run's history is to be written to, which is there. */
  readonly saveHistoryTo?: string | undefined;
}

export type TrialMessage =
  | { readonly type: "progress"; readonly phase: TrialPhase; readonly completedOps: number }
  | {
      readonly type: "measured";
      readonly measurement: Measurement;
      /** Why the history could not be saved. */
      readonly unsaved: string | undefined;
    }
  | { readonly type: "failed"; readonly phase: TrialPhase; readonly failure: ChildFailure };

/** How a trial ended: with figures, or with one line that says why there are none. */
export type TrialOutcome =
  | {
      readonly status: "completed";
      readonly measured: MeasuredRound;
      /** Why the history could not be saved; undefined if it was, or was not to be. */
      readonly unsaved: string | undefined;
    }
  | {
      readonly status: "threw" | "hung" | "died";
      readonly reason: string;
      readonly stack?: string | undefined;
    };

/**
 * A trial is the unit of measurement: one strategy, one workload, in a process of its own. This
 * file holds what the two processes tell each other, and what comes of a trial.
 */
import { type ChildFailure } from "@sync-strategies/command-kit/in-child";
import type { Verdict } from "@sync-strategies/linearizability";
import type {
  RunLength,
  StateCheck,
  RunResult,
  WorkloadParameters,
} from "@sync-strategies/workload";
import type { RunResources } from "../output/result-document.ts";

/** How long a trial warms up before it measures, on a store of its own. */
export const WARM_UP_MS = 300;

/** What the child is asked to do. */
export interface TrialRequest {
  readonly moduleUrl: string;
  readonly strategyId: string;
  readonly parameters: WorkloadParameters;
  readonly runLength: RunLength;
  /** Whether the history is recorded and checked: that takes 10 to 30 ns an operation. */
  readonly isChecked: boolean;
  /** The file that the run's history is to be written to. */
  readonly saveHistoryTo?: string | undefined;
}

/** What the child is doing; named in the message if it never gets done. */
export type TrialPhase =
  | "loading"
  | "creating the store"
  | "warming up"
  | "running"
  | "closing"
  | "checking"
  | "saving the history";

/** What the child measured. */
export interface Measurement {
  readonly digest: string;
  readonly run: Omit<RunResult, "acknowledgedUpdates">;
  readonly resources: RunResources;
  readonly state: StateCheck;
  /** On the run's history; null if it was not recorded. */
  readonly verdict: Verdict | null;
}

export type TrialMessage =
  | { readonly type: "progress"; readonly phase: TrialPhase; readonly completedOps: number }
  | { readonly type: "measured"; readonly measurement: Measurement }
  | { readonly type: "failed"; readonly phase: TrialPhase; readonly failure: ChildFailure };

/** What came of a trial: figures, or one line that says why there are none. */
export type TrialOutcome =
  | { readonly status: "completed"; readonly measurement: Measurement }
  | {
      readonly status: "threw" | "hung" | "died";
      readonly reason: string;
      readonly stack?: string | undefined;
    };

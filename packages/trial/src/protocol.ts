/**
 * A trial is the unit of measurement: one strategy, one workload, in a separate process. This
 * file holds what the two processes send each other, and what a trial ends with.
 */
import type { ChildFailure } from "@sync-strategies/command-kit/in-child";
import type { MeasuredRound, Members } from "@sync-strategies/results";
import type { ServicePlace } from "@sync-strategies/state-store";
import type { MeasureRequest, Measurement, TrialPhase } from "./measure.ts";
import type { Signs } from "./signs-of-life.ts";

/** How often a trial, and each of its members, says how far it is. */
export const PROGRESS_INTERVAL_MS = 200;

/** What the child is asked to do. */
export interface TrialRequest extends MeasureRequest {
  readonly moduleUrl: string;
  readonly strategyId: string;
  /** The file that the run's history is to be written to, which is there. */
  readonly saveHistoryTo?: string | undefined;
  /** Over what the clients are spread; missing for a strategy of one event loop. */
  readonly members?: MembersOfTrial | undefined;
}

export interface MembersOfTrial extends Members {
  /** What one of them is called: "thread". */
  readonly noun: string;
  /** Where each state's files get a folder. */
  readonly folder: string;
  /** The server of the strategy's service, and with what the namespaces of its states begin. */
  readonly service?: ServicePlace | undefined;
}

export type TrialMessage =
  | ({ readonly type: "progress" } & Signs)
  | {
      readonly type: "measured";
      readonly measurement: Measurement;
      /** Why the history could not be saved. */
      readonly unsaved: string | undefined;
    }
  | {
      readonly type: "failed";
      /** `died`: a member ended, and left no error. */
      readonly status: "threw" | "died";
      readonly phase: TrialPhase;
      readonly failure: ChildFailure;
    };

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

/**
 * The events of one run, in order. An event's index in the list is its time.
 *
 * Events are what the store's clients can see: the inside of the store is not observed.
 */
import type { PlannedOperation } from "./scenario.ts";

/** The client number of the explorer itself, which writes initial values and reads final ones. */
export const observer = -1;

/** One call of a store's method, from its call to its settling. */
export interface Call {
  readonly client: number;
  readonly operation: PlannedOperation;
  /** Event numbers: the call, and the settling of its promise (infinite while it is open). */
  readonly calledAt: number;
  settledAt: number;
  outcome: "open" | "resolved" | "rejected";
  /** The value it resolved to, or the reason of its rejection. */
  result: unknown;

  /** Of an update: the number of its updater's runs, and what the last run saw and returned. */
  updaterRuns: number;
  before: unknown;
  after: unknown;
  /** What its updater threw, if it did. */
  thrown: { readonly error: unknown } | undefined;

  /** How many operations of its key were called later, and settled while it could have. */
  overtaken: number;
  /** Of an update: how often its updater ran again after another change of its key. */
  startedOver: number;
  /** Of an update: its key was changed since its updater was called. */
  changedMeanwhile: boolean;

  /** The store's `close` had been called before. */
  readonly afterClose: boolean;
  /** Its signal was aborted while it was open and, of an update, before its updater ran. */
  cancelled: boolean;
}

export interface RunEvent {
  /** The step in which it happened, counted from 1; 0 while the run was set up. */
  readonly step: number;
  readonly client: number;
  readonly kind:
    | "called"
    | "aborted"
    | "updater-called"
    | "updater-awaits"
    | "continued"
    | "updater-returned"
    | "updater-threw"
    | "resolved"
    | "rejected";
  readonly operation: PlannedOperation;
  readonly value: unknown;
}

/** What one round of a cell came to: plain data, sent from the round's process and saved as it is. */
import type { Wait } from "./fault.ts";

export interface Round {
  readonly seed: number;
  readonly verdict: "linearizable" | "not-linearizable" | "unknown";
  readonly waited: Wait;
  /** Operations whose return the clients saw. */
  readonly acknowledged: number;
  /** How many of them changed the state. */
  readonly acknowledgedChanges: number;
  /**
   * How many changes took effect, acknowledged or not, as far as the values that were found show. One
   * that was made twice counts twice.
   */
  readonly applied: number;
  /**
   * How many acknowledged updates left no trace in the state at the end; null if it could not be
   * read. Where there are plain writers, at least this many.
   */
  readonly lost: number | null;
  /** Operations that may have taken effect: the client cannot know. */
  readonly unknown: number;
  /** Operations that rejected as such that did not take effect. */
  readonly failed: number;
  /** Operations that had not settled at the end, those of killed members included. */
  readonly unfinished: number;
  /** The longest time in which no operation was acknowledged, in milliseconds. */
  readonly unservedMs: number;
  /** The same of changes. */
  readonly unchangedMs: number;
  /**
   * From the beginning of the first disturbance to the first acknowledgement of a change that was
   * called after it, in milliseconds; null if there was none, or nothing was disturbed.
   */
  readonly servedAfterMs: number | null;
  /** How many operations were checked. */
  readonly checked: number;
  /** Why the history is not linearizable, or why that is unknown: one sentence. */
  readonly explanation: string | null;
  /** A violation in lanes, with what was done to the system. */
  readonly drawing: readonly string[];
  /** The fault's own sentences. */
  readonly sentences: readonly string[];
  readonly elapsedMs: number;
}

/** What happened in one round, with the verdict on it: what a fault's own sentences are made from. */
import type { Verdict } from "@sync-strategies/linearizability";

export interface Scene {
  readonly verdict: Verdict;
  /** In the order in which they happened. */
  readonly disturbances: readonly Disturbance[];
  /** In the order in which they were called. */
  readonly held: readonly HeldOperation[];
  /** When an event of the merged history happened, in milliseconds since the clients began. */
  timeOf(event: number): number;
  /** What people call a client of the history: "client 7 (process 1)". */
  clientTitle(client: number): string;
}

/** Times are in milliseconds since the clients began. */
export interface Disturbance {
  /** As it is drawn above the lanes: "SIGSTOP process 1". */
  readonly label: string;
  readonly fromMs: number;
  /** The same as {@link fromMs} if it was over at once. */
  readonly toMs: number;
}

/** An update whose updater was held: see `StageMember.hold`. */
export interface HeldOperation {
  /** What people call its client. */
  readonly clientTitle: string;
  readonly key: number;
  /** What its updater was given; undefined if there was no value, or if it was not called. */
  readonly before: number | undefined;
  readonly after: number;
  readonly calledMs: number;
  /** When its updater was called, which is when it held the state; undefined if it was not. */
  readonly heldMs: number | undefined;
  /** When it was acknowledged; undefined if it was not. */
  readonly acknowledgedMs: number | undefined;
  /** When it rejected, and with what; undefined if it did not. */
  readonly rejected: { readonly atMs: number; readonly message: string } | undefined;
}

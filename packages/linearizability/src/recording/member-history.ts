/**
 * What one member of a run saw: a thread, a process or a machine that recorded its own clients, or
 * the file that it wrote. It is plain data, to be posted or stored as it is, and merged with the
 * histories of the other members by `mergeHistories`.
 */
import type { Operation } from "../history/operation.ts";
import type { HistoryColumns } from "../history/columns.ts";

/** Columns of a recorder, or operations of any model. */
export type AnyHistory = HistoryColumns | readonly Operation[];

export interface MemberHistory<History extends AnyHistory = AnyHistory> {
  readonly history: History;
  /** How the numbers of this member's events compare with those of the others. */
  readonly clock: MemberClock;
  /** How many operations there were, if not all of them are in the history. */
  readonly totalOps?: number;
  /**
   * The event at which the first operation found no room; missing if all did. The history must
   * then be complete up to this event, and hold nothing of what came after it.
   */
  readonly fullAt?: number;
}

export type MemberClock = CountedEvents | TimedEvents;

/** All members took the numbers of their events from one counter, so their order is known. */
export interface CountedEvents {
  readonly kind: "counter";
}

/** The order within a member is that of its numbers; the order between members that of times. */
export interface TimedEvents {
  readonly kind: "time";
  /** Which clock it was, for readers of the verdict: "monotonic time". */
  readonly name: string;
  /** No event was further than this from the time that the member's clock showed. */
  readonly errorNs: number;
  /** The nanosecond of each event, by its number. If missing, the numbers are nanoseconds. */
  readonly times?: Float64Array;
}

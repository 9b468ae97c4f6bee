/** What a run found out. */
import type { LatencySummary } from "./latency.ts";

export type OperationKind = "read" | "write" | "update";

/** An update that its client was told has succeeded. */
export interface AcknowledgedUpdate {
  readonly key: number;
  /** The value that the updater was given. */
  readonly before: number | undefined;
  /** The value that it returned. */
  readonly after: number;
}

export interface RunResult {
  /** Operations that completed before the run's end, by kind. */
  readonly readOps: number;
  readonly writeOps: number;
  readonly updateOps: number;
  /** From the first call to the end: the deadline, or the last operation that was asked for. */
  readonly elapsedMs: number;
  /** Operations called before the end that completed after it. They are not counted. */
  readonly inFlightAtDeadline: number;
  /** Counted operations of each client, in the order of the streams. */
  readonly perClientOps: readonly number[];
  /** How many operations each client called in all, counted or not. */
  readonly perClientCalls: readonly number[];
  /**
   * Counted operations in each tenth of the elapsed time, the check that the warm-up sufficed.
   * They come from samples 5 ms apart or more: of a run below 100 ms they say little.
   */
  readonly perTenthOps: readonly number[];
  /** Every update that succeeded, before or after the end. */
  readonly acknowledgedUpdates: readonly AcknowledgedUpdate[];
  /**
   * Of all timed operations, and of each kind that there was. In a closed loop these are service
   * times. In an open loop they count from the intended start, and all operations that were
   * not dropped are in them: to leave out those still in flight at the end would flatter.
   */
  readonly latency: Readonly<Partial<Record<"all" | OperationKind, LatencySummary>>>;
  /**
   * How long clients stood still for the event loop to have its turns, in which the engine also
   * collects garbage. It is part of the elapsed time, and of no operation's.
   */
  readonly turnsMs: number;
  /**
   * How late a timer was that was set every few milliseconds during the run: what waits for the
   * event loop beside this workload waits about as long.
   */
  readonly timerLateness: LatencySummary;
  /**
   * How long clients did rest after an operation, on average: what they asked for, and how late
   * their timers were. Only where they pause.
   */
  readonly meanPauseUs?: number | undefined;
  /** Only of an open loop. */
  readonly openLoop?: OpenLoopResult | undefined;
}

export interface OpenLoopResult {
  /** How many operations arrived, dropped ones included: in a given time, always as many. */
  readonly arrivals: number;
  /** How many of them found no room. With any, the latencies are those of a lighter load. */
  readonly dropped: number;
  readonly mostInFlight: number;
  /**
   * How long after their intended start operations were released, since the event loop was busy
   * or asleep. Every latency includes it.
   */
  readonly lateness: LatencySummary;
}

/**
 * What one member noted during its part of a run, as plain data: it can be posted to another thread
 * or sent to another process, and the notes of all members together give the run's result.
 */
import type { AcknowledgedUpdates } from "./acknowledged-updates.ts";
import type { OperationInFlight } from "./in-flight.ts";
import type { LatencySample } from "./latency.ts";
import type { MemberShare } from "./member-share.ts";
import type { ProgressSample } from "./progress.ts";
import type { UnknownWrites } from "./unknown-outcomes.ts";

export interface RunNotes {
  readonly share: MemberShare;
  /** When the member's clients began, in milliseconds of a clock that all members share. */
  readonly startedAtMs: number;
  /** From then to the member's end: the deadline, or the last operation of its part. */
  readonly elapsedMs: number;
  /** Of each of the member's clients, by rising number. */
  readonly clients: readonly ClientNotes[];
  /** Operations that completed, before or after the end. */
  readonly completed: number;
  readonly updates: AcknowledgedUpdates;
  readonly unknownWrites: UnknownWrites;
  readonly turnsMs: number;
  /** How many pauses were timed, and how long they were together. */
  readonly pauses: number;
  readonly pausedMs: number;
  /** How many operations had completed when, counted from the member's start. */
  readonly progress: readonly ProgressSample[];
  readonly timerLateness: LatencySample;
  readonly openLoop: OpenLoopNotes | undefined;
}

export interface ClientNotes {
  /** How many operations the client called in all. */
  readonly calls: number;
  /** How many of them completed before the member's end. */
  readonly counted: number;
  /** How many of them had an unknown outcome, before or after the end: see unknown-outcomes.ts. */
  readonly unknown: number;
  readonly latency: LatencySample;
  /** Its oldest operation in flight at the member's end. */
  readonly inFlight: OperationInFlight | undefined;
}

export interface OpenLoopNotes {
  readonly arrivals: number;
  readonly dropped: number;
  readonly mostInFlight: number;
  readonly lateness: LatencySample;
}

/**
 * How long the operations in flight at a run's end have been in flight. Figures of completed
 * operations know survivors only: a client that waits without end is in none of them.
 *
 * Most calls are not timed, because reading the clock costs as much as a fast store's operation.
 * So the run looks at all clients every few milliseconds: a client that has called nothing since
 * a look had called its operation before it, and the time since then is a lower bound.
 *
 * Invariant: `since[i]` is the first look at which client i had called `calls[i]` operations, and by
 * then `completed[i]` operations of all clients had completed.
 */
import { LatencyReservoir, type LatencySample } from "./latency.ts";

/** A look takes a few nanoseconds per client, and must not take more than a thousandth of the time. */
const CLIENTS_PER_MS = 200;

/** A client's operation in flight. */
export interface OperationInFlight {
  /** For how many milliseconds it has been, at least. */
  readonly ageMs: number;
  /**
   * How many operations of others have overtaken it, at least. In a closed loop those that completed
   * meanwhile; in an open one those on the same key that arrived later and have completed. A
   * member sees only its own clients' operations.
   */
  readonly overtaken: number;
}

/** What a look needs to know of a client. */
export interface Caller {
  /** How many operations it has called so far. */
  readonly calls: number;
  /** How many of them completed before the run's end. */
  readonly counted: number;
  /** How many of them had an unknown outcome: these are in flight no more. */
  readonly unknown: number;
  /**
   * Which of its calls was timed last, counted from 1; when that was; and how many operations of all
   * clients had completed by then. 0 if none was.
   */
  readonly timedCall: number;
  readonly timedAt: number;
  readonly timedCompleted: number;
}

export class InFlightWatch {
  readonly #callers: readonly Caller[];
  readonly #calls: Float64Array;
  readonly #since: Float64Array;
  readonly #completed: Float64Array;
  #lookedAt = -Infinity;

  constructor(callers: readonly Caller[]) {
    this.#callers = callers;
    this.#calls = new Float64Array(callers.length);
    this.#since = new Float64Array(callers.length);
    this.#completed = new Float64Array(callers.length);
  }

  /** @param completed how many operations of all clients have completed. */
  look(now: number, completed: number): void {
    if ((now - this.#lookedAt) * CLIENTS_PER_MS < this.#callers.length) return;
    this.#lookedAt = now;
    // By index: an iterator would make an object per client.
    for (let index = 0; index < this.#callers.length; index += 1) {
      const calls = this.#callers[index]?.calls ?? 0;
      if (calls === this.#calls[index]) continue;
      this.#calls[index] = calls;
      this.#since[index] = now;
      this.#completed[index] = completed;
    }
  }

  /** Of each client, its operation in flight; undefined if it has none. Exact for timed calls. */
  operations(now: number, completed: number): (OperationInFlight | undefined)[] {
    return this.#callers.map((caller, index) => {
      const { calls, counted, unknown, timedCall, timedAt, timedCompleted } = caller;
      if (calls === counted + unknown) return undefined;
      if (calls === timedCall) {
        return { ageMs: now - timedAt, overtaken: completed - timedCompleted };
      }
      if (calls !== this.#calls[index]) return { ageMs: 0, overtaken: 0 };
      const [since = now, before = completed] = [this.#since[index], this.#completed[index]];
      return { ageMs: now - since, overtaken: completed - before };
    });
  }
}

/**
 * The ages as latencies, as if one operation in `samplingInterval` had been timed, like those that
 * completed: evenly by age from the oldest on, so that the oldest is always there.
 */
export function sampleOfAges(
  operations: readonly (OperationInFlight | undefined)[],
  samplingInterval: number,
): LatencySample {
  const oldestFirst = operations
    .flatMap((operation) => operation?.ageMs ?? [])
    .toSorted((one, other) => other - one);
  const ages = new LatencyReservoir();
  for (let index = 0; index < oldestFirst.length; index += samplingInterval) {
    ages.add(oldestFirst[index] ?? 0);
  }
  return ages.sample();
}

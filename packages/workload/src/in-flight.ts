/**
 * How long the operations in flight at a run's end have been in flight. Figures of completed
 * operations know survivors only: a client that waits without end is in none of them.
 *
 * Most calls are not timed, because reading the clock costs as much as a fast store's operation.
 * So the run looks at all clients every few milliseconds: a client that has called nothing since
 * a look had called its operation before it, and the time since then is a lower bound.
 *
 * Invariant: `since[i]` is the first look at which client i had called `calls[i]` operations.
 */
import { LatencyReservoir } from "./latency.ts";

/** A look takes about a nanosecond per client, and must not take more than a thousandth of the time. */
const CLIENTS_PER_MS = 1000;

/** What a look needs to know of a client. */
export interface Caller {
  /** How many operations it has called so far. */
  readonly calls: number;
  /** How many of them completed before the run's end. */
  readonly counted: number;
  /** Which of its calls was timed last, counted from 1, and when that was; 0 if none was. */
  readonly timedCall: number;
  readonly timedAt: number;
}

export class InFlightWatch {
  readonly #callers: readonly Caller[];
  readonly #calls: Float64Array;
  readonly #since: Float64Array;
  #lookedAt = -Infinity;

  constructor(callers: readonly Caller[]) {
    this.#callers = callers;
    this.#calls = new Float64Array(callers.length);
    this.#since = new Float64Array(callers.length);
  }

  look(now: number): void {
    if ((now - this.#lookedAt) * CLIENTS_PER_MS < this.#callers.length) return;
    this.#lookedAt = now;
    for (const [index, { calls }] of this.#callers.entries()) {
      if (calls === this.#calls[index]) continue;
      this.#calls[index] = calls;
      this.#since[index] = now;
    }
  }

  /**
   * Of each client, for how many milliseconds its operation has been in flight, at least; null if
   * it has none. Exact for a call that was timed.
   */
  agesMs(now: number): (number | null)[] {
    return this.#callers.map(({ calls, counted, timedCall, timedAt }, index) => {
      if (calls === counted) return null;
      if (calls === timedCall) return now - timedAt;
      return calls === this.#calls[index] ? now - (this.#since[index] ?? now) : 0;
    });
  }
}

/**
 * The ages as latencies, as if one operation in `samplingInterval` had been timed, like those that
 * completed: evenly by age from the oldest on, so that the oldest is always there.
 */
export function sampleOfAges(
  agesMs: readonly (number | null)[],
  samplingInterval: number,
): LatencyReservoir {
  const oldestFirst = agesMs.filter((age) => age !== null).toSorted((one, other) => other - one);
  const sample = new LatencyReservoir();
  for (let index = 0; index < oldestFirst.length; index += samplingInterval) {
    sample.add(oldestFirst[index] ?? 0);
  }
  return sample;
}

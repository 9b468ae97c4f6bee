/**
 * One counter for the recorders of several threads. An event happens between the moments at which
 * two threads take their numbers only in the order of these numbers, so a merged history is exact.
 *
 * Taking a number is itself a fence: while it records, a store whose own synchronization lacks one
 * may work by luck. Where that matters, run without recording as well and compare the final state.
 */
import { LAST_EVENT, type EventClock } from "./event-clock.ts";

export class SharedEventCounter implements EventClock {
  /** The counter itself: post it to a thread, which opens the same counter with it. */
  readonly memory: SharedArrayBuffer;
  readonly #last: Int32Array<SharedArrayBuffer>;

  /**
   * @param memory of a counter that another thread made; missing for a new one.
   * @throws {TypeError} where threads cannot share memory, as in a browser's page that is not
   *   isolated from other origins.
   */
  constructor(memory?: SharedArrayBuffer) {
    if (typeof SharedArrayBuffer === "undefined") {
      throw new TypeError(
        "SharedEventCounter needs SharedArrayBuffer, which is missing here. A browser has it in " +
          "pages that are isolated from other origins.",
      );
    }
    this.memory = memory ?? new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
    this.#last = new Int32Array(this.memory);
  }

  /** @throws {RangeError} after {@link LAST_EVENT} numbers, for every thread and every time. */
  next(): number {
    // Adding wraps at the end, to numbers below 0.
    const event = Atomics.add(this.#last, 0, 1) + 1;
    if (event > 0 && event <= LAST_EVENT) return event;
    // Put back, or the counter would return to 1 after as many calls again.
    Atomics.store(this.#last, 0, LAST_EVENT);
    throw new RangeError(`A shared counter ends at ${LAST_EVENT}: start another for the next run.`);
  }
}

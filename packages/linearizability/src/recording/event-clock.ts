/**
 * The clock of histories. It counts calls and returns instead of measuring time: which of two came
 * first is all that linearizability asks, and a count answers it exactly and almost for free.
 */

/** The last number that a recorder can keep, in 32 bits with a sign. */
export const LAST_EVENT = 2 ** 31 - 1;

export interface EventClock {
  /**
   * A whole number from 1 to {@link LAST_EVENT}, above all that were given out before. Numbers may
   * be left out, as they are for a recorder that shares its clock with others.
   */
  next(): number;
}

/** For clients of one event loop. */
export class EventCounter implements EventClock {
  #last = 0;

  next(): number {
    return ++this.#last;
  }
}

/**
 * The clock of histories. It counts calls and returns instead of measuring time: which of two came
 * first is all that linearizability asks, and a count answers it exactly and almost for free.
 */

export interface EventClock {
  /** A number above all that were given out before. Starts from 1; gaps do no harm. */
  next(): number;
}

/** For clients of one event loop. */
export class EventCounter implements EventClock {
  #last = 0;

  next(): number {
    return ++this.#last;
  }
}

/**
 * The clock of histories. It counts calls and returns instead of measuring time: which of two came
 * first is all that linearizability asks, and a count answers it exactly and almost for free.
 *
 * | clients of                | clock                | its answer |
 * |---------------------------|----------------------|------------|
 * | one event loop            | `EventCounter`       | exact      |
 * | threads of one process    | `SharedEventCounter` | exact      |
 * | processes of one machine  | `monotonicClock`     | up to a stated error |
 */
import type { MemberClock } from "./member-history.ts";

/** The last number that a recorder can keep, in 32 bits with a sign. */
export const LAST_EVENT = 2 ** 31 - 1;

export interface EventClock {
  /**
   * A whole number from 1 to {@link LAST_EVENT}, above all that were given out before. Numbers may
   * be left out, as they are for a recorder that shares its clock with others.
   */
  next(): number;

  /** How its numbers compare with those of other clocks. Missing: all share this one counter. */
  reading?(): MemberClock;

  /** Called by the recorder that uses the clock, once: it may ask for this many numbers. */
  reserve?(events: number): void;

  /** Takes the memory for this many further events from the system now, as a recorder does. */
  prepare?(events: number): void;
}

/** For clients of one event loop. */
export class EventCounter implements EventClock {
  #last = 0;

  next(): number {
    return ++this.#last;
  }
}

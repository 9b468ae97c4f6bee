/**
 * The clock of a recorder that shares no counter with the others. It numbers the recorder's own
 * events, so that recording stays as it is, and keeps the time of each. Merged by these times, two
 * events of different recorders count as concurrent unless both errors together leave no doubt.
 */
import { LAST_EVENT, type EventClock } from "./event-clock.ts";
import type { TimedEvents } from "./member-history.ts";

export interface TimeSource {
  /** In words, for readers of the verdict: "monotonic time". */
  readonly name: string;
  /**
   * No time that `now` returns is further than this from the time that all members have in
   * common. An error that is stated too small makes right objects look wrong.
   */
  readonly errorNs: number;
  /** In nanoseconds, from any moment on that is the same for all members. */
  now(): number;
}

/** Invariant: the time of event n is at index n. It serves one recorder. */
export class TimedClock implements EventClock {
  readonly #source: TimeSource;
  #times = new Float64Array(1);
  #last = 0;

  constructor(source: TimeSource) {
    this.#source = source;
  }

  /** 8 bytes for each event. Memory that is never written to is never taken from the system. */
  reserve(events: number): void {
    if (this.#times.length > 1) {
      throw new TypeError("A timed clock numbers the events of one recorder: make one for each.");
    }
    this.#times = new Float64Array(Math.min(events, LAST_EVENT) + 1);
  }

  prepare(events: number): void {
    this.#times.fill(0, this.#last + 1, this.#last + 1 + events);
  }

  next(): number {
    const event = this.#last + 1;
    if (event >= this.#times.length) {
      throw new RangeError(
        `A timed clock has room for the ${this.#last} events reserved, no more.`,
      );
    }
    this.#times[event] = this.#source.now();
    return (this.#last = event);
  }

  /** Copies the times of the events so far. */
  reading(): TimedEvents {
    const { name, errorNs } = this.#source;
    return { kind: "time", name, errorNs, times: this.#times.slice(0, this.#last + 1) };
  }
}

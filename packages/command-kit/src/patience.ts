/**
 * How long something may make no progress. If this process stands still meanwhile, as after
 * Ctrl-Z, nothing was to be seen of progress, so that time must not count: the patience is made of
 * short timers one after the other, and a process that stood still finds one of them over.
 */

/** How many timers make up the patience. */
export const STEPS_OF_PATIENCE = 10;

export class Patience {
  readonly #onEnd: (patienceMs: number) => void;
  #timer: NodeJS.Timeout | undefined;

  /** @param onEnd called when the patience ends, with how long it was. */
  constructor(onEnd: (patienceMs: number) => void) {
    this.#onEnd = onEnd;
  }

  /** Starts anew, with this many milliseconds. */
  renew(patienceMs: number): void {
    this.stop();
    let steps = 0;
    this.#timer = setInterval(() => {
      if (++steps < STEPS_OF_PATIENCE) return;
      this.stop();
      this.#onEnd(patienceMs);
    }, patienceMs / STEPS_OF_PATIENCE);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

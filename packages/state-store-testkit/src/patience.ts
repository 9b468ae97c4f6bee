/**
 * Ends a wait for something that never happens, without betting on how fast the machine is.
 *
 * Time is counted in ticks of a timer, and any sign of progress starts the count anew. Between
 * two ticks the event loop runs everything that is ready, so a store that has been idle for
 * this number of ticks is stuck; a busy machine makes the ticks longer rather than fewer.
 */
const TICK_MS = 10;

// Taken here, because tests may replace the timers of the platform.
const { setInterval, clearInterval } = globalThis;

export class Patience {
  readonly #ticks: number;
  readonly #waits = new Set<{ readonly what: string }>();
  #idleTicks = 0;

  /** @param limitMs how long to wait without any progress, in milliseconds. */
  constructor(limitMs: number) {
    this.#ticks = Math.max(1, Math.ceil(limitMs / TICK_MS));
  }

  /** Something happened: the count starts anew. */
  progress(): void {
    this.#idleTicks = 0;
  }

  /** Settles as `promise` does, and names it in the message if the patience ends meanwhile. */
  async wait<Value>(what: string, promise: Promise<Value>): Promise<Value> {
    const open = { what };
    this.#waits.add(open);
    try {
      return await promise;
    } finally {
      this.#waits.delete(open);
      this.progress();
    }
  }

  /** Settles as `promise` does, or rejects with what `onEnd` makes of the open waits. */
  limit(promise: Promise<void>, onEnd: (waits: readonly string[]) => Error): Promise<void> {
    return new Promise((resolve, reject) => {
      const ticker = setInterval(() => {
        this.#idleTicks += 1;
        if (this.#idleTicks < this.#ticks) return;
        clearInterval(ticker);
        reject(onEnd([...this.#waits].map((open) => open.what)));
      }, TICK_MS);
      promise.then(resolve, reject).finally(() => clearInterval(ticker));
    });
  }
}

/**
 * A counting semaphore: as many permits as callers may do something at once, such as use one of a
 * few connections. Callers get them in the order in which they asked.
 *
 * Invariant: callers wait only while no permit is left. So `release` hands its permit straight to the
 * caller that has waited longest, and a newcomer never overtakes.
 */
import { addAbortWaiter, removeAbortWaiter } from "@sync-strategies/event-loop";

export class Permits {
  #left: number;
  /** A Set keeps the order of addition, and lets those go that give up. */
  readonly #waiting = new Set<() => void>();

  constructor(count: number) {
    this.#left = count;
  }

  /** Does the work with a permit. A signal may end the wait for it, and nothing else. */
  async use<Result>(work: () => Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
    await this.#acquire(signal);
    try {
      return await work();
    } finally {
      this.#release();
    }
  }

  #acquire(signal: AbortSignal | undefined): Promise<void> | undefined {
    if (signal?.aborted === true) return Promise.reject(signal.reason);
    if (this.#left > 0) {
      this.#left -= 1;
      return undefined;
    }
    return new Promise((resolve, reject) => {
      const abortWaiter = {
        onAbort: (reason: unknown): void => {
          this.#waiting.delete(grant);
          reject(reason);
        },
      };
      const grant = (): void => {
        if (signal !== undefined) removeAbortWaiter(signal, abortWaiter);
        resolve();
      };
      this.#waiting.add(grant);
      if (signal !== undefined) addAbortWaiter(signal, abortWaiter);
    });
  }

  #release(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#left += 1;
      return;
    }
    this.#waiting.delete(next);
    next();
  }
}

/**
 * A place in async-mutex's queue for callers that may leave it: those with a signal.
 *
 * async-mutex can cancel all of its waiters together, but not a single one, and the array in which
 * it keeps them is slow beyond about 50,000. So callers with a signal that ask one after the other
 * share a single ticket in that queue, and wait in a separate line. A caller that is
 * cancelled leaves the line at once, and leaves nothing behind.
 *
 * Invariant: `#line` is held while the ticket waits for its turn, and by the caller that has the
 * lock. So it is free only when the ticket is over, and the lock given back.
 */
import { UncheckedLock } from "@sync-strategies/locks";
import type { SemaphoreInterface } from "async-mutex";

/** The semaphore's value, which is unused here, and the function that releases the lock. */
export type Acquired = Awaited<ReturnType<SemaphoreInterface["acquire"]>>;

export class SharedTicket {
  readonly #line = new UncheckedLock();
  #giveBack: (() => void) | undefined;

  /** Takes a ticket: the last place in the lock's queue as it is now. */
  constructor(lock: SemaphoreInterface) {
    void this.#line.acquire();
    void this.#awaitTurn(lock);
  }

  /** True once the lock has been given back. Then the ticket can be shared no more. */
  get isOver(): boolean {
    return !this.#line.isHeld;
  }

  /**
   * Resolves to the releaser once the caller holds the lock. Rejects with the signal's reason if
   * the signal aborts first; then the caller never holds the lock.
   */
  async acquire(signal: AbortSignal): Promise<Acquired> {
    await this.#line.acquire(signal);
    let isHeld = true;
    const release = (): void => {
      // A releaser works once, as async-mutex's own do: later calls would release another's lock.
      if (!isHeld) return;
      isHeld = false;
      this.#passOn();
    };
    return [1, release];
  }

  async #awaitTurn(lock: SemaphoreInterface): Promise<void> {
    const [, release] = await lock.acquire();
    this.#giveBack = release;
    this.#passOn();
  }

  /** Hands the lock to the oldest caller in the line, or back to async-mutex if none is left. */
  #passOn(): void {
    this.#line.release();
    if (this.isOver) this.#giveBack?.();
  }
}

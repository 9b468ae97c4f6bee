/**
 * A mutual exclusion lock. Waiting callers acquire it in the order in which they asked.
 *
 * Invariant: callers wait only while the lock is held. So `release` hands the lock straight to
 * the oldest waiter, and frees it only when no caller waits; a newcomer never overtakes.
 *
 * The waiters form a doubly linked list, so that a waiter can leave it from any place when its
 * signal aborts, and leaves nothing behind.
 */
export class UncheckedLock {
  #held = false;
  #first: Waiter | undefined;
  #last: Waiter | undefined;

  /** True while a caller holds the lock, and while the lock is being handed to the next waiter. */
  get isHeld(): boolean {
    return this.#held;
  }

  /**
   * Acquires the lock. Returns `undefined` if it was free: then the caller holds it already, and
   * no promise was needed. Otherwise the promise resolves when the caller holds the lock, or
   * rejects with the signal's reason if the signal aborts first; then the caller never holds it.
   *
   * `await lock.acquire(signal)` covers both cases. The holder must call {@link release}.
   */
  acquire(signal?: AbortSignal): Promise<void> | undefined {
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (this.#held) return this.#wait(signal);
    this.#held = true;
    return undefined;
  }

  /** Hands the lock on. Only its holder may call this, and only once. */
  release(): void {
    const next = this.#first;
    if (next === undefined) {
      this.#held = false;
      return;
    }
    this.#remove(next);
    next.grant();
  }

  #wait(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { grant: resolve, previous: undefined, next: undefined };
      if (signal !== undefined) {
        const leave = (): void => {
          this.#remove(waiter);
          reject(signal.reason);
        };
        // From the grant on the signal no longer matters, so its listener is removed.
        waiter.grant = () => {
          signal.removeEventListener("abort", leave);
          resolve();
        };
        signal.addEventListener("abort", leave, { once: true });
      }
      this.#append(waiter);
    });
  }

  #append(waiter: Waiter): void {
    waiter.previous = this.#last;
    if (this.#last === undefined) this.#first = waiter;
    else this.#last.next = waiter;
    this.#last = waiter;
  }

  #remove(waiter: Waiter): void {
    if (waiter.previous === undefined) this.#first = waiter.next;
    else waiter.previous.next = waiter.next;
    if (waiter.next === undefined) this.#last = waiter.previous;
    else waiter.next.previous = waiter.previous;
    // A link from a removed waiter would keep younger waiters alive, uncollected.
    waiter.next = undefined;
  }
}

/** A caller that waits for the lock. It is in the list exactly as long as it waits. */
interface Waiter {
  /** Tells the caller that it holds the lock. */
  grant: () => void;
  previous: Waiter | undefined;
  next: Waiter | undefined;
}

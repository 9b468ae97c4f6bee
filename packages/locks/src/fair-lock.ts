/**
 * A mutual exclusion lock. Those that wait for it get it in the order in which they asked.
 *
 * Invariant: somebody waits only while the lock is held. So `release` hands the lock straight to
 * whoever has waited longest, and frees it only when nobody waits; a newcomer never overtakes.
 *
 * Those that wait stand in a doubly linked list, so that one of them can leave it from anywhere
 * when its signal aborts, and nothing of it stays behind.
 */
export class FairLock {
  #held = false;
  #first: Waiter | undefined;
  #last: Waiter | undefined;

  /** True while somebody has the lock, and also while it is on its way to whoever is next. */
  get isHeld(): boolean {
    return this.#held;
  }

  /**
   * Takes the lock. Returns `undefined` if it was free: it is the caller's already, and no
   * promise had to be made. Otherwise the promise resolves when the lock is the caller's, or
   * rejects with the signal's reason if the signal aborts first; the caller then never has it.
   *
   * `await lock.acquire(signal)` fits both. Whoever has the lock must call {@link release}.
   */
  acquire(signal?: AbortSignal): Promise<void> | undefined {
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (this.#held) return this.#wait(signal);
    this.#held = true;
    return undefined;
  }

  /** Hands the lock on. Only whoever has it may call this, and once. */
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
        // From the grant on the signal no longer matters, and nobody listens to it.
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
    // A link from a waiter that is gone would keep young ones alive: garbage that is not collected.
    waiter.next = undefined;
  }
}

/** One that asked for the lock and does not have it. It stands in the list exactly that long. */
interface Waiter {
  /** Tells it that the lock is its own. */
  grant: () => void;
  previous: Waiter | undefined;
  next: Waiter | undefined;
}

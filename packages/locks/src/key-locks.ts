/**
 * A lock for each key that needs one, made when somebody asks for the key and dropped when
 * nobody has it any more.
 *
 * Invariant: `#locks` has a lock for a key exactly while that lock is held. So it never holds
 * more locks than there are operations under way, however many keys there have ever been; and
 * a key is free if it is not in there.
 */
import { FairLock } from "./fair-lock.ts";

export class KeyLocks<Key> {
  readonly #locks = new Map<Key, FairLock>();
  #onAllFree: (() => void) | undefined;

  /** How many locks there are: one for each key that is held. */
  get size(): number {
    return this.#locks.size;
  }

  isHeld(key: Key): boolean {
    return this.#locks.has(key);
  }

  /**
   * Takes the key's lock: at once, and then returns `undefined`, or after all that asked before.
   * Rejects with the signal's reason if that aborts first.
   */
  acquire(key: Key, signal: AbortSignal | undefined): Promise<void> | undefined {
    // Before a lock is made that nobody then takes.
    if (signal?.aborted) return Promise.reject(signal.reason);
    let lock = this.#locks.get(key);
    if (lock === undefined) {
      lock = new FairLock();
      this.#locks.set(key, lock);
    }
    return lock.acquire(signal);
  }

  /** Hands the key's lock on. If nobody waits for it, nothing is left of it. */
  release(key: Key): void {
    const lock = this.#locks.get(key);
    lock?.release();
    if (lock?.isHeld) return;
    this.#locks.delete(key);
    if (this.#locks.size === 0) this.#onAllFree?.();
  }

  /** Resolves as soon as no key is held. To be called once, when nobody asks for more. */
  async allFree(): Promise<void> {
    if (this.#locks.size === 0) return;
    await new Promise<void>((resolve) => {
      this.#onAllFree = resolve;
    });
  }
}

/**
 * A lock per key in use, made when a caller asks for the key and dropped when its last holder
 * releases it.
 *
 * Invariant: `#locks` has a lock for a key exactly while that lock is held. So it never holds
 * more locks than there are open operations, however many keys there have ever been; and a key
 * without a lock is free.
 *
 * It trusts its users, as the {@link UncheckedLock} does. Other programs use {@link KeyLocks}.
 */
import { rejectInTurn } from "@sync-strategies/event-loop";
import { UncheckedLock } from "./unchecked-lock.ts";

export class UncheckedKeyLocks<Key> {
  readonly #locks = new Map<Key, UncheckedLock>();
  #onAllFree: (() => void) | undefined;

  /** The number of locks: one per held key. */
  get size(): number {
    return this.#locks.size;
  }

  isHeld(key: Key): boolean {
    return this.#locks.has(key);
  }

  /** Acquires the key's lock, as {@link UncheckedLock.acquire} does. */
  acquire(key: Key, signal: AbortSignal | undefined): Promise<void> | undefined {
    // First of all, since a lock made here would never be held, nor dropped.
    if (signal?.aborted) return rejectInTurn(signal.reason);
    let lock = this.#locks.get(key);
    if (lock === undefined) {
      lock = new UncheckedLock();
      this.#locks.set(key, lock);
    }
    return lock.acquire(signal);
  }

  /** Acquires the key's lock if it is free. Never waits; false if a caller holds it. */
  tryAcquire(key: Key): boolean {
    if (this.#locks.has(key)) return false;
    const lock = new UncheckedLock();
    this.#locks.set(key, lock);
    return lock.tryAcquire();
  }

  /** How many callers wait for each key that is held: for finding out why a program hangs. */
  countWaiting(): Map<Key, number> {
    return new Map(Array.from(this.#locks, ([key, lock]) => [key, lock.countWaiting()]));
  }

  /** Hands the key's lock on, or drops it if no caller waits. */
  release(key: Key): void {
    const lock = this.#locks.get(key);
    lock?.release();
    if (lock?.isHeld) return;
    this.#locks.delete(key);
    if (this.#locks.size === 0) this.#onAllFree?.();
  }

  /** Resolves as soon as no key is held. Call it once, when no more keys will be acquired. */
  async allFree(): Promise<void> {
    if (this.#locks.size === 0) return;
    await new Promise<void>((resolve) => {
      this.#onAllFree = resolve;
    });
  }
}

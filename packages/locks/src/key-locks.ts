/**
 * A {@link FairLock} per key. A key has a lock only while that is held, so the number of keys that
 * have ever been locked costs nothing.
 *
 * Invariant: each acquisition makes one hold, and only that hold releases its key, once.
 */
import {
  beginHold,
  diagnosing,
  holdsOf,
  nameOfKey,
  waitsFor,
  type OpenHold,
  type OpenWait,
  type WaitRequest,
} from "@sync-strategies/diagnostics";
import { acquireRecorded } from "./acquire-recorded.ts";
import type { AcquireOptions, LockInspection } from "./lock-types.ts";
import { LockHold, runHolding } from "./lock-hold.ts";
import { UncheckedKeyLocks } from "./unchecked-key-locks.ts";

export class KeyLocks<Key> {
  readonly #locks = new UncheckedKeyLocks<Key>();

  /** The number of keys that are held. */
  get size(): number {
    return this.#locks.size;
  }

  isHeld(key: Key): boolean {
    return this.#locks.isHeld(key);
  }

  /**
   * Resolves to the caller's hold of the key, after all that asked for this key before have
   * released theirs.
   */
  acquire(key: Key, options?: AcquireOptions): Promise<LockHold> {
    const signal = options?.signal;
    if (!diagnosing || signal?.aborted === true) return this.#acquire(key, signal);
    return acquireRecorded(
      this.#request(key),
      (own) => this.#locks.acquire(key, own),
      () => this.#locks.release(key),
      signal,
    );
  }

  /** The caller's hold if the key is free, `undefined` otherwise. Never waits. */
  tryAcquire(key: Key): LockHold | undefined {
    if (!this.#locks.tryAcquire(key)) return undefined;
    const hold = new LockHold(() => this.#locks.release(key));
    if (diagnosing) beginHold(hold, this.#request(key));
    return hold;
  }

  /**
   * Acquires the key's lock, calls back, and releases the lock when the result has settled, also
   * if the callback throws or rejects. Resolves to its result.
   */
  runExclusive<Result>(
    key: Key,
    callback: () => Result | PromiseLike<Result>,
    options?: AcquireOptions,
  ): Promise<Result> {
    return this.acquire(key, options).then((hold) => runHolding(hold, callback));
  }

  /** The keys that are held, and how many callers wait for each; with diagnostics on, which ones. */
  inspect(): ReadonlyMap<Key, LockInspection> {
    const inspections = new Map<Key, LockInspection & { holds: OpenHold[]; waits: OpenWait[] }>();
    for (const [key, waiting] of this.#locks.countWaiting()) {
      inspections.set(key, { isHeld: true, waiting, holds: [], waits: [] });
    }
    for (const hold of holdsOf(this)) inspections.get(hold.key as Key)?.holds.push(hold);
    for (const wait of waitsFor(this)) inspections.get(wait.key as Key)?.waits.push(wait);
    return inspections;
  }

  async #acquire(key: Key, signal: AbortSignal | undefined): Promise<LockHold> {
    const wait = this.#locks.acquire(key, signal);
    if (wait !== undefined) await wait;
    return new LockHold(() => this.#locks.release(key));
  }

  #request(key: Key): WaitRequest {
    return { operation: `acquire ${nameOfKey(key)} of`, subject: this, key };
  }
}

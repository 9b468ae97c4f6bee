/**
 * One thread's side of all the locks of a state. A lock takes memory in this thread only while one
 * of its callers holds it or waits for it; in shared memory it is a word that is always there.
 *
 * Invariant: `#inUse` has a {@link FutexLock} exactly while the thread holds that lock across an
 * await, or competes for it. Without one, a step takes the word itself.
 */
import { FutexLock, type FutexLockOptions } from "./futex-lock.ts";
import { FREE, release, tryTake } from "./lock-word.ts";
import type { Locks } from "./locks.ts";
import { Lookout } from "./lookout.ts";

export interface FutexLocksOptions extends Pick<FutexLockOptions, "words" | "threads"> {
  /** The index of the word that locks this key, and of the sign of life of its holder. */
  readonly wordOf: (key: number) => number;
  readonly signOfLifeOf?: ((key: number) => number) | undefined;
}

export class FutexLocks implements Locks {
  readonly #options: FutexLocksOptions;
  readonly #lookout = new Lookout();
  readonly #inUse = new Map<number, FutexLock>();

  constructor(options: FutexLocksOptions) {
    this.#options = options;
  }

  /** Takes the key's lock for one step that does not await, if it is free and no caller waits here. */
  tryEnter(key: number): boolean {
    const { words, wordOf } = this.#options;
    const at = wordOf(key);
    // Looking a key up takes as long as taking the lock, so it is not done in vain.
    const lock = this.#inUse.size === 0 ? undefined : this.#inUse.get(at);
    return lock === undefined ? tryTake(words, at) : lock.tryEnter();
  }

  /** Ends the step. */
  leave(key: number): void {
    const { words, wordOf } = this.#options;
    release(words, wordOf(key));
  }

  /** As {@link FutexLock.perform}. */
  perform<Result>(
    key: number,
    step: () => Result,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    return this.#lockOf(key).perform(step, signal);
  }

  /** As {@link FutexLock.acquire}. */
  acquire(key: number, signal: AbortSignal | undefined): Promise<void> | undefined {
    return this.#lockOf(key).acquire(signal);
  }

  /** As {@link FutexLock.release}. */
  release(key: number): void {
    this.#inUse.get(this.#options.wordOf(key))?.release();
  }

  /** Whether a caller holds the key's lock, or waits for it, in whatever thread. */
  isHeld(key: number): boolean {
    const { words, wordOf } = this.#options;
    return Atomics.load(words, wordOf(key)) !== FREE;
  }

  #lockOf(key: number): FutexLock {
    const { words, threads, wordOf, signOfLifeOf } = this.#options;
    const at = wordOf(key);
    let lock = this.#inUse.get(at);
    if (lock === undefined) {
      lock = new FutexLock({
        words,
        at,
        threads,
        lookout: this.#lookout,
        signOfLifeAt: signOfLifeOf?.(key),
        onIdle: () => this.#inUse.delete(at),
      });
      this.#inUse.set(at, lock);
    }
    return lock;
  }
}

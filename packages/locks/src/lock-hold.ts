/**
 * A lock that its caller holds, until it releases it:
 *
 *     using _ = await lock.acquire();
 *
 * releases it at the end of the block, however the block ends.
 */
import { diagnosing, endHold } from "@sync-strategies/diagnostics";

export class LockHold implements Disposable {
  /** Hands the lock on; `undefined` once that is done. */
  #release: (() => void) | undefined;

  /** Only locks make holds. */
  constructor(release: () => void) {
    this.#release = release;
  }

  /**
   * Hands the lock on to the caller that has waited longest.
   *
   * @throws {TypeError} if it has been released already. The lock is not touched then: another
   *   caller may hold it.
   */
  release(): void {
    if (this.#release === undefined) {
      throw new TypeError("This hold of the lock was already released: a hold releases only once.");
    }
    this[Symbol.dispose]();
  }

  /** Releases the lock, unless it was released before. */
  [Symbol.dispose](): void {
    const release = this.#release;
    if (release === undefined) return;
    this.#release = undefined;
    if (diagnosing) endHold(this);
    release();
  }
}

/** Calls back, and releases the lock when the result has settled. */
export async function runHolding<Result>(
  hold: LockHold,
  callback: () => Result | PromiseLike<Result>,
): Promise<Result> {
  try {
    return await callback();
  } finally {
    hold[Symbol.dispose]();
  }
}

/**
 * A mutual exclusion lock that cannot be misused in silence. Waiting callers acquire it in the
 * order in which they asked. It is not reentrant: a holder that acquires it again waits for
 * itself, and is rejected with a `DeadlockError` while diagnostics are on.
 *
 * Invariant: each acquisition makes one hold, and only that hold releases it, once. So no caller
 * can release what another one holds.
 */
import { beginHold, diagnosing, holdsOf, waitsFor } from "@sync-strategies/diagnostics";
import { acquireRecorded } from "./acquire-recorded.ts";
import type { AcquireOptions, LockInspection } from "./lock-types.ts";
import { LockHold, runHolding } from "./lock-hold.ts";
import { UncheckedLock } from "./unchecked-lock.ts";

export class FairLock {
  readonly #lock = new UncheckedLock();
  readonly #release = (): void => this.#lock.release();

  /** True while a caller holds the lock, and while it is being handed to the next one. */
  get isHeld(): boolean {
    return this.#lock.isHeld;
  }

  /**
   * Resolves to the caller's hold, after all that asked before have released theirs. The caller
   * must release it; `using _ = await lock.acquire()` does so at the end of the block.
   */
  acquire(options?: AcquireOptions): Promise<LockHold> {
    const signal = options?.signal;
    if (!diagnosing || signal?.aborted === true) return this.#acquire(signal);
    const request = { operation: "acquire", subject: this };
    return acquireRecorded(request, (own) => this.#lock.acquire(own), this.#release, signal);
  }

  /** The caller's hold if the lock is free, `undefined` otherwise. Never waits. */
  tryAcquire(): LockHold | undefined {
    if (!this.#lock.tryAcquire()) return undefined;
    const hold = new LockHold(this.#release);
    if (diagnosing) beginHold(hold, { operation: "acquire", subject: this });
    return hold;
  }

  /**
   * Acquires the lock, calls back, and releases the lock when the result has settled, also if the
   * callback throws or rejects. Resolves to its result.
   */
  runExclusive<Result>(
    callback: () => Result | PromiseLike<Result>,
    options?: AcquireOptions,
  ): Promise<Result> {
    return this.acquire(options).then((hold) => runHolding(hold, callback));
  }

  /** Whether the lock is held, and how many callers wait; with diagnostics on, which ones. */
  inspect(): LockInspection {
    return {
      isHeld: this.#lock.isHeld,
      waiting: this.#lock.countWaiting(),
      holds: holdsOf(this),
      waits: waitsFor(this),
    };
  }

  async #acquire(signal: AbortSignal | undefined): Promise<LockHold> {
    const wait = this.#lock.acquire(signal);
    if (wait !== undefined) await wait;
    return new LockHold(this.#release);
  }
}

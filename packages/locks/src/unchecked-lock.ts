/**
 * A mutual exclusion lock. Waiting callers acquire it in the order in which they asked.
 *
 * It trusts its users: a second `release` would let two callers in. That saves an object per
 * acquisition, which a store that acquires a free lock for every operation would notice. The
 * stores use it, since their sources show that each release is the only one. Other programs use
 * the {@link FairLock} around it.
 *
 * Invariant: callers wait only while the lock is held. So `release` hands the lock straight to
 * the oldest waiter, and frees it only when no caller waits; a newcomer never overtakes.
 *
 * The waiters form a doubly linked list, so that a waiter can leave it from any place when its
 * signal aborts, and leaves nothing behind.
 */
import { beginWait, diagnosing, endWait } from "@sync-strategies/diagnostics";
import {
  addAbortWaiter,
  refuseInTurn,
  removeAbortWaiter,
  rejectInTurn,
  turnIfDue,
} from "@sync-strategies/event-loop";

export class UncheckedLock {
  #held = false;
  #first: Waiter | undefined;
  #last: Waiter | undefined;

  /** True while a caller holds the lock, and while the lock is being handed to the next waiter. */
  get isHeld(): boolean {
    return this.#held;
  }

  /**
   * Acquires the lock. If it was free, the caller holds it at once, and no promise is made, unless
   * the event loop is due a turn: then the caller holds the lock and must await that turn.
   * Otherwise the promise resolves when the caller holds the lock, or rejects with the signal's
   * reason if the signal aborts first; then the caller never holds it.
   *
   * `await lock.acquire(signal)` covers all cases. The holder must call {@link release}.
   */
  acquire(signal?: AbortSignal): Promise<void> | undefined {
    if (signal?.aborted) return rejectInTurn(signal.reason);
    if (this.#held) return this.#wait(signal);
    this.#held = true;
    return turnIfDue();
  }

  /** Hands the lock on. Only its holder may call this, and only once. */
  release(): void {
    const next = this.#first;
    if (next === undefined) {
      this.#held = false;
      return;
    }
    this.#remove(next);
    if (diagnosing) endWait(next);
    next.grant(turnIfDue());
  }

  /** Acquires the lock if it is free. Never waits; false if a caller holds it. */
  tryAcquire(): boolean {
    if (this.#held) return false;
    this.#held = true;
    return true;
  }

  /** Counts the callers that wait, one by one: for finding out why a program hangs. */
  countWaiting(): number {
    let count = 0;
    for (let waiter = this.#first; waiter !== undefined; waiter = waiter.next) count += 1;
    return count;
  }

  #wait(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { grant: resolve, previous: undefined, next: undefined };
      if (signal !== undefined) {
        const abortWaiter = {
          onAbort: (reason: unknown): void => {
            this.#remove(waiter);
            if (diagnosing) endWait(waiter);
            refuseInTurn(reject, reason);
          },
        };
        // From the grant on the signal no longer matters.
        waiter.grant = (turn) => {
          removeAbortWaiter(signal, abortWaiter);
          resolve(turn);
        };
        addAbortWaiter(signal, abortWaiter);
      }
      this.#append(waiter);
      if (diagnosing) beginWait(waiter, { operation: "acquire", subject: this });
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
  /** Tells the caller that it holds the lock, after the event loop's turn if one is due. */
  grant: (turn: Promise<void> | undefined) => void;
  previous: Waiter | undefined;
  next: Waiter | undefined;
}

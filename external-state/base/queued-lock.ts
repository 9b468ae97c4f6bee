/**
 * One process's side of a lock of the kernel. Its callers wait here, in the order in which they
 * asked, and the process competes once for all of them (lock cohorting: Dice, Marathe and Shavit,
 * PPoPP 2012).
 *
 * When the process gets the lock, it serves all that wait by then: reads and writes one after the
 * other, an update by giving it the lock until its updater has settled. Then it releases the lock if
 * another process waits, and competes for it again. So a caller is overtaken by none of this
 * process, and by no other process without end.
 *
 * Invariants:
 * - Callers wait only while one of this process holds the lock, or the process competes for it.
 * - While the process holds the lock or competes for it, it asks the kernel for it no second time.
 */
import {
  addAbortWaiter,
  answerInTurn,
  refuseInTurn,
  removeAbortWaiter,
} from "@sync-strategies/event-loop";
import { Waiters, type Waiter } from "@sync-strategies/shared-memory-stores/stores";
import {
  isContended,
  release,
  take,
  tryTake,
  type LockedFiles,
  type LockedRange,
} from "./kernel-lock.ts";

export class QueuedLock {
  readonly #files: LockedFiles;
  readonly #range: LockedRange;
  readonly #onIdle: () => void;
  readonly #waiters = new Waiters();
  #held = false;
  #competing = false;
  /** How many of those that wait are still to be served in this hold. */
  #admitted = 0;

  /** @param onIdle called when no caller holds the lock or waits for it, and the kernel was not asked. */
  constructor(files: LockedFiles, range: LockedRange, onIdle: () => void) {
    this.#files = files;
    this.#range = range;
    this.#onIdle = onIdle;
  }

  /** See {@link Locks.perform}. */
  perform<Result>(step: () => Result, signal: AbortSignal | undefined): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      let settle: () => void;
      const waiter: Waiter = {
        step: () => {
          try {
            const result = step();
            settle = () => resolve(answerInTurn(result));
          } catch (error) {
            settle = () => reject(error);
          }
        },
        goOn: () => settle(),
        fail: reject,
      };
      this.#wait(waiter, reject, signal);
    });
  }

  /** See {@link Locks.acquire}. */
  acquire(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#wait({ goOn: resolve, fail: reject }, reject, signal);
    });
  }

  /** See {@link Locks.release}. */
  release(): void {
    this.#serve();
  }

  #wait(waiter: Waiter, reject: (reason: unknown) => void, signal: AbortSignal | undefined): void {
    this.#waiters.append(signal === undefined ? waiter : this.#abortable(waiter, reject, signal));
    if (!this.#held && !this.#competing) void this.#compete();
  }

  #abortable(waiter: Waiter, reject: (reason: unknown) => void, signal: AbortSignal): Waiter {
    const abortWaiter = {
      onAbort: (reason: unknown): void => {
        this.#waiters.remove(abortable);
        refuseInTurn(reject, reason);
      },
    };
    const abortable: Waiter = {
      step: waiter.step,
      goOn: () => {
        removeAbortWaiter(signal, abortWaiter);
        waiter.goOn();
      },
      fail: (reason) => {
        removeAbortWaiter(signal, abortWaiter);
        waiter.fail?.(reason);
      },
    };
    addAbortWaiter(signal, abortWaiter);
    return abortable;
  }

  /** Takes the lock for all that wait. If they have all given up by then, it is released at once. */
  async #compete(): Promise<void> {
    this.#competing = true;
    try {
      // Others of this process come and go during this await.
      if (!tryTake(this.#files, this.#range)) await take(this.#files, this.#range);
    } catch (error) {
      this.#competing = false;
      this.#failAll(error);
      return;
    }
    this.#competing = false;
    this.#held = true;
    this.#admitted = this.#waiters.count;
    this.#serve();
  }

  /**
   * Does the steps of those that wait, until an update keeps the lock or it is another process's
   * turn. Only then are they told, so that the lock is held for no longer than their steps take.
   */
  #serve(): void {
    const served: Waiter[] = [];
    let holder: Waiter | undefined;
    for (;;) {
      const waiter = this.#nextWaiter();
      if (waiter === undefined) break;
      if (waiter.step === undefined) {
        holder = waiter;
        break;
      }
      waiter.step();
      served.push(waiter);
    }
    if (holder === undefined) this.#leaveToOthers();
    for (const waiter of served) waiter.goOn();
    holder?.goOn();
  }

  #nextWaiter(): Waiter | undefined {
    if (this.#waiters.count === 0) return undefined;
    if (this.#admitted <= 0) {
      if (isContended(this.#files, this.#range)) return undefined;
      this.#admitted = this.#waiters.count;
    }
    this.#admitted -= 1;
    return this.#waiters.shift();
  }

  #leaveToOthers(): void {
    this.#admitted = 0;
    this.#held = false;
    release(this.#files, this.#range);
    if (this.#waiters.count > 0) void this.#compete();
    else this.#onIdle();
  }

  /** The file system has no locks, say, or none left. */
  #failAll(error: unknown): void {
    for (;;) {
      const waiter = this.#waiters.shift();
      if (waiter === undefined) break;
      waiter.fail?.(error);
    }
    this.#onIdle();
  }
}

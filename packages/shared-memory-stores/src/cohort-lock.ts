/**
 * One member's side of a lock that members share. Its callers wait here, in the order in which they
 * asked, and the member competes once for all of them (lock cohorting: Dice, Marathe and Shavit,
 * PPoPP 2012).
 *
 * When the member gets the lock, it serves all that wait by then: reads and writes one after the
 * other in a single hold (as in flat combining: Hendler, Incze, Shavit and Tzafrir, SPAA 2010), an
 * update by giving it the lock until its updater has settled. Then it releases the lock if another
 * member waits, and competes for it again. So a caller is overtaken by none of this member, and by no
 * other member without end.
 *
 * Invariants:
 * - Callers wait only while one of this member holds the lock, or the member competes for it.
 * - The member competes at most once at a time.
 *
 * What the lock is, and how it is competed for, is left to its kinds: a word in shared memory, or a
 * lock of the kernel.
 */
import {
  addAbortWaiter,
  answerInTurn,
  refuseInTurn,
  removeAbortWaiter,
} from "@sync-strategies/event-loop";
import { Waiters, type Waiter } from "./waiters.ts";

export abstract class CohortLock {
  readonly #waiters = new Waiters();
  /** How many of those that wait are still to be served in this hold. */
  #admitted = 0;
  protected held = false;
  protected competing = false;

  /** Waits for the lock, does the step while it is held, and settles as the step does. */
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
      this.#wait(waiter, signal);
    });
  }

  /**
   * Acquires the lock: at once, or when the promise resolves. It rejects with the signal's reason if
   * the signal aborts first; then the caller never holds the lock. The holder must {@link release}.
   */
  acquire(signal: AbortSignal | undefined): Promise<void> | undefined {
    return new Promise((resolve, reject) => this.#wait({ goOn: resolve, fail: reject }, signal));
  }

  /** Hands the lock on. Only its holder may call this, and only once. */
  release(): void {
    this.#serve();
  }

  /** Competes for the lock, and calls {@link enter} with it. */
  protected abstract compete(): Promise<void>;

  /** Whether another member waits for the lock, which this one holds. */
  protected abstract isContended(): boolean;

  /** Gives the lock back, which this member holds. */
  protected abstract giveBack(): void;

  /** Called when no caller is left that waits, nor one that holds the lock. */
  protected abstract rest(): void;

  /** Called when a caller has given up. */
  protected onGivenUp(): void {}

  /** How many callers wait. */
  protected get waiting(): number {
    return this.#waiters.count;
  }

  /** The member has got the lock: a caller holds it from now on. */
  protected hold(): void {
    this.held = true;
  }

  /** The member has got the lock: those that wait by now are served in this hold. */
  protected enter(): void {
    this.hold();
    this.#admitted = this.#waiters.count;
    this.#serve();
  }

  /** Rejects all that wait: the lock cannot be taken. */
  protected failAll(error: unknown): void {
    for (;;) {
      const waiter = this.#waiters.shift();
      if (waiter === undefined) return;
      waiter.fail(error);
    }
  }

  #wait(waiter: Waiter, signal: AbortSignal | undefined): void {
    this.#waiters.append(signal === undefined ? waiter : this.#abortable(waiter, signal));
    if (!this.held && !this.competing) void this.compete();
  }

  #abortable(waiter: Waiter, signal: AbortSignal): Waiter {
    const abortWaiter = {
      onAbort: (reason: unknown): void => {
        this.#waiters.remove(abortable);
        refuseInTurn(waiter.fail, reason);
        this.onGivenUp();
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
        waiter.fail(reason);
      },
    };
    addAbortWaiter(signal, abortWaiter);
    return abortable;
  }

  /**
   * Does the steps of those that wait, until an update keeps the lock or it is another member's turn.
   * Only then are they told, so that the lock is held for no longer than their steps take.
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
      if (this.isContended()) return undefined;
      this.#admitted = this.#waiters.count;
    }
    this.#admitted -= 1;
    return this.#waiters.shift();
  }

  #leaveToOthers(): void {
    this.#admitted = 0;
    this.held = false;
    this.giveBack();
    if (this.#waiters.count > 0 && !this.competing) void this.compete();
    else this.rest();
  }
}

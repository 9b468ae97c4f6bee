/**
 * One thread's side of a lock that threads share. Its callers wait here, in the order in which they
 * asked, and the thread waits in shared memory once for all of them (lock cohorting: Dice, Marathe
 * and Shavit, PPoPP 2012).
 *
 * When the thread gets the lock, it serves those that wait by then: reads and writes one after the
 * other in a single hold (as in flat combining: Hendler, Incze, Shavit and Tzafrir, SPAA 2010), an
 * update by giving it the lock until its updater has settled. Then it releases the lock if another
 * thread waits, and competes for it again. So a caller is overtaken by those that waited earlier,
 * and between threads by one batch per thread and turn, never without end.
 *
 * Invariants:
 * - Callers wait only while one of this thread holds the lock, or the thread competes for it.
 * - The thread competes at most once at a time, so there is at most one pending wait in shared
 *   memory. When all callers have given up, it calls that wait off.
 *
 * Nothing here blocks the thread: `Atomics.wait` would, and with it the updater that holds the lock
 * and must run in this very thread to release it.
 */
import {
  addAbortWaiter,
  answerInTurn,
  refuseInTurn,
  removeAbortWaiter,
} from "@sync-strategies/event-loop";
import {
  announceWait,
  isContended,
  isOpen,
  release,
  stateInAMoment,
  takeAfterWaiting,
  tryTake,
} from "./lock-word.ts";
import type { LookedAfter, Lookout } from "./lookout.ts";
import { Waiters, type Waiter } from "./waiters.ts";

/** How many looks without a sign of life mean that the holder is gone: for a second. */
const LOOKS_UNTIL_BROKEN = 10;

export interface FutexLockOptions {
  readonly words: Int32Array<SharedArrayBuffer>;
  /** The index of the lock's word. */
  readonly at: number;
  /** The number of threads that may wait for the lock. */
  readonly threads: number;
  readonly lookout: Lookout;
  /**
   * The index of a word that the holder changes from time to time. A lock that has one is taken from
   * a holder that no longer does, dead or not: for locks that only order those who use them, and
   * that nothing breaks without.
   */
  readonly signOfLifeAt?: number | undefined;
  /** Called when no caller of this thread holds the lock or waits for it. */
  readonly onIdle?: () => void;
}

export class FutexLock implements LookedAfter {
  readonly #options: FutexLockOptions;
  readonly #waiters = new Waiters();
  #held = false;
  #competing = false;
  /** How many of those that wait are still to be served in this hold. */
  #admitted = 0;
  /** What the lookout saw last, and how often in a row. */
  #seen = "";
  #looks = 0;

  constructor(options: FutexLockOptions) {
    this.#options = options;
  }

  /** Takes the lock for one step that does not await, if it is free and no caller waits here. */
  tryEnter(): boolean {
    const { words, at } = this.#options;
    return !this.#held && this.#waiters.count === 0 && tryTake(words, at);
  }

  /** Ends the step. */
  leave(): void {
    const { words, at } = this.#options;
    release(words, at);
  }

  /** Waits for the lock, does the step while it is held, and resolves to its result. */
  perform<Result>(step: () => Result, signal: AbortSignal | undefined): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      const enter = (): boolean => {
        resolve(answerInTurn(step()));
        return true;
      };
      this.#wait(enter, reject, signal);
    });
  }

  /**
   * Acquires the lock: at once, or when the promise resolves. It rejects with the signal's reason if
   * the signal aborts first; then the caller never holds the lock. The holder must {@link release}.
   */
  acquire(signal: AbortSignal | undefined): Promise<void> | undefined {
    if (this.tryEnter()) {
      this.#hold();
      return undefined;
    }
    return new Promise((resolve, reject) => {
      const enter = (): boolean => {
        resolve();
        return false;
      };
      this.#wait(enter, reject, signal);
    });
  }

  /** Hands the lock on. Only its holder may call this, and only once. */
  release(): void {
    this.#serve();
  }

  /** Takes a lock that is left open or left held: see {@link Lookout}. */
  look(): void {
    const { words, at, signOfLifeAt } = this.#options;
    if (this.#held) {
      if (signOfLifeAt !== undefined) Atomics.add(words, signOfLifeAt, 1);
      return;
    }
    if (this.#waiters.count === 0) return;
    const state = Atomics.load(words, at);
    const seen = `${state} ${signOfLifeAt === undefined ? "" : Atomics.load(words, signOfLifeAt)}`;
    this.#looks = seen === this.#seen ? this.#looks + 1 : 0;
    this.#seen = seen;
    const isLeftOpen = isOpen(state, this.#looks > 0);
    const isHeldByTheDead = signOfLifeAt !== undefined && this.#looks >= LOOKS_UNTIL_BROKEN;
    if (!isLeftOpen && !isHeldByTheDead) return;
    if (takeAfterWaiting(words, at, state)) this.#enter();
  }

  #wait(
    enter: () => boolean,
    reject: (reason: unknown) => void,
    signal: AbortSignal | undefined,
  ): void {
    this.#waiters.append(signal === undefined ? { enter } : this.#abortable(enter, reject, signal));
    if (!this.#held && !this.#competing) void this.#compete();
  }

  #abortable(enter: () => boolean, reject: (reason: unknown) => void, signal: AbortSignal): Waiter {
    const abortWaiter = {
      onAbort: (reason: unknown): void => {
        this.#waiters.remove(waiter);
        refuseInTurn(reject, reason);
        this.#callOff();
      },
    };
    const waiter = {
      // From now on the signal no longer matters.
      enter: () => {
        removeAbortWaiter(signal, abortWaiter);
        return enter();
      },
    };
    addAbortWaiter(signal, abortWaiter);
    return waiter;
  }

  /** Waits in shared memory until the lock is this thread's, or no caller here wants it any more. */
  async #compete(): Promise<void> {
    const { words, at, threads, lookout } = this.#options;
    this.#competing = true;
    this.#looks = 0;
    lookout.add(this);
    let woken = false;
    let isTaken = false;
    for (;;) {
      const state = stateInAMoment(words, at);
      if (isOpen(state, woken)) {
        isTaken = takeAfterWaiting(words, at, state);
        if (isTaken) break;
        continue;
      }
      // A thread that was woken in vain asks that the lock be handed over.
      const announced = announceWait(words, at, state, woken ? threads : 0);
      if (announced === undefined) continue;
      if (this.#waiters.count === 0) break;
      const wait = Atomics.waitAsync(words, at, announced);
      woken = wait.async;
      // Others of this thread come and go during this await, and the lookout may take the lock.
      if (wait.async) await wait.value;
    }
    this.#competing = false;
    lookout.delete(this);
    if (isTaken) this.#enter();
    else this.#rest();
  }

  /** Those that wait by now are served in this hold. */
  #enter(): void {
    this.#hold();
    this.#admitted = this.#waiters.count;
    this.#serve();
  }

  #hold(): void {
    this.#held = true;
    if (this.#options.signOfLifeAt !== undefined) this.#options.lookout.add(this);
  }

  /** Serves one after the other, until one keeps the lock or it is another thread's turn. */
  #serve(): void {
    const { words, at } = this.#options;
    for (;;) {
      if (this.#admitted <= 0 && !isContended(words, at)) this.#admitted = this.#waiters.count;
      const waiter = this.#admitted <= 0 ? undefined : this.#waiters.shift();
      if (waiter === undefined) break;
      this.#admitted -= 1;
      if (!waiter.enter()) return;
    }
    this.#admitted = 0;
    this.#held = false;
    release(words, at);
    if (this.#waiters.count > 0 && !this.#competing) void this.#compete();
    else this.#rest();
  }

  /** Ends a wait in shared memory that no caller needs. It cannot be cancelled, so all are woken. */
  #callOff(): void {
    const { words, at } = this.#options;
    if (this.#competing && this.#waiters.count === 0) Atomics.notify(words, at);
  }

  #rest(): void {
    this.#callOff();
    if (this.#competing) return;
    this.#options.lookout.delete(this);
    this.#options.onIdle?.();
  }
}

/**
 * One thread's side of a lock that threads share. Its callers wait here, in the order in which they
 * asked, and the thread waits in shared memory once for all of them (lock cohorting: Dice, Marathe
 * and Shavit, PPoPP 2012).
 *
 * When the thread gets the lock, it serves all that wait by then: reads and writes one after the other
 * in a single hold (as in flat combining: Hendler, Incze, Shavit and Tzafrir, SPAA 2010), an
 * update by giving it the lock until its updater has settled. Then it releases the lock if another
 * thread waits, and competes for it again. So a caller is overtaken by none of this thread, and by no
 * other thread without end.
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
  takeOpen,
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
      let result: Result;
      const waiter = {
        step: () => {
          result = step();
        },
        goOn: () => resolve(answerInTurn(result)),
      };
      this.#wait(waiter, reject, signal);
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
    return new Promise((resolve, reject) => this.#wait({ goOn: resolve }, reject, signal));
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
    if (!isLeftOpen && !isHeldByTheDead) {
      // The thread that was to say so for all that wait may have ended.
      announceWait(words, at, state, 0);
    } else if (takeOpen(words, at, state, true)) this.#enter();
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
        this.#callOff();
      },
    };
    const abortable: Waiter = {
      step: waiter.step,
      goOn: () => {
        removeAbortWaiter(signal, abortWaiter);
        waiter.goOn();
      },
    };
    addAbortWaiter(signal, abortWaiter);
    return abortable;
  }

  /** Waits in shared memory until the lock is this thread's, or no caller here wants it any more. */
  async #compete(): Promise<void> {
    const { words, at, threads, lookout } = this.#options;
    this.#competing = true;
    this.#looks = 0;
    let woken = false;
    let isTaken = false;
    for (;;) {
      const state = woken ? stateInAMoment(words, at) : Atomics.load(words, at);
      if (isOpen(state, woken)) {
        isTaken = takeOpen(words, at, state, woken);
        if (isTaken) break;
        continue;
      }
      // A thread that was woken in vain asks that the lock be handed over.
      const announced = announceWait(words, at, state, woken ? threads : 0);
      if (announced === undefined) continue;
      if (this.#waiters.count === 0) break;
      lookout.add(this);
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

  /**
   * Does the steps of those that wait, until an update keeps the lock or it is another thread's turn.
   * Only then are they told, so that the lock is held for no longer than their steps take.
   */
  #serve(): void {
    const { words, at } = this.#options;
    const served: Waiter[] = [];
    let holder: Waiter | undefined;
    for (;;) {
      if (this.#admitted <= 0 && !isContended(words, at)) this.#admitted = this.#waiters.count;
      const waiter = this.#admitted <= 0 ? undefined : this.#waiters.shift();
      if (waiter === undefined) break;
      this.#admitted -= 1;
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

  #leaveToOthers(): void {
    const { words, at } = this.#options;
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
    if (this.#held || this.#competing) return;
    this.#options.lookout.delete(this);
    this.#options.onIdle?.();
  }
}

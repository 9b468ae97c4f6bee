/**
 * One thread's side of a lock that threads share: a word of shared memory, for which the thread waits
 * once for all of its callers (see {@link CohortLock}).
 *
 * Invariant: the thread competes at most once at a time, so there is at most one pending wait in
 * shared memory. When all callers have given up, it calls that wait off.
 *
 * Nothing here blocks the thread: `Atomics.wait` would, and with it the updater that holds the lock
 * and must run in this very thread to release it.
 */
import { CohortLock } from "./cohort-lock.ts";
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

export class FutexLock extends CohortLock implements LookedAfter {
  readonly #options: FutexLockOptions;
  /** What the lookout saw last, and how often in a row. */
  #seen = "";
  #looks = 0;

  constructor(options: FutexLockOptions) {
    super();
    this.#options = options;
  }

  /** Takes the lock for one step that does not await, if it is free and no caller waits here. */
  tryEnter(): boolean {
    const { words, at } = this.#options;
    return !this.held && this.waiting === 0 && tryTake(words, at);
  }

  override acquire(signal: AbortSignal | undefined): Promise<void> | undefined {
    if (!this.tryEnter()) return super.acquire(signal);
    this.hold();
    return undefined;
  }

  /** Takes a lock that is left open or left held: see {@link Lookout}. */
  look(): void {
    const { words, at, signOfLifeAt } = this.#options;
    if (this.held) {
      if (signOfLifeAt !== undefined) Atomics.add(words, signOfLifeAt, 1);
      return;
    }
    if (this.waiting === 0) return;
    const state = Atomics.load(words, at);
    const seen = `${state} ${signOfLifeAt === undefined ? "" : Atomics.load(words, signOfLifeAt)}`;
    this.#looks = seen === this.#seen ? this.#looks + 1 : 0;
    this.#seen = seen;
    const isLeftOpen = isOpen(state, this.#looks > 0);
    const isHeldByTheDead = signOfLifeAt !== undefined && this.#looks >= LOOKS_UNTIL_BROKEN;
    if (!isLeftOpen && !isHeldByTheDead) {
      // The thread that was to say so for all that wait may have ended.
      announceWait(words, at, state, 0);
    } else if (takeOpen(words, at, state, true)) this.enter();
  }

  /** Waits in shared memory until the lock is this thread's, or no caller here wants it any more. */
  protected override async compete(): Promise<void> {
    const { words, at, threads, lookout } = this.#options;
    this.competing = true;
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
      if (this.waiting === 0) break;
      lookout.add(this);
      const wait = Atomics.waitAsync(words, at, announced);
      woken = wait.async;
      // Others of this thread come and go during this await, and the lookout may take the lock.
      if (wait.async) await wait.value;
    }
    this.competing = false;
    lookout.delete(this);
    if (isTaken) this.enter();
    else this.rest();
  }

  protected override isContended(): boolean {
    const { words, at } = this.#options;
    return isContended(words, at);
  }

  protected override giveBack(): void {
    const { words, at } = this.#options;
    release(words, at);
  }

  protected override hold(): void {
    super.hold();
    if (this.#options.signOfLifeAt !== undefined) this.#options.lookout.add(this);
  }

  protected override rest(): void {
    this.onGivenUp();
    if (this.held || this.competing) return;
    this.#options.lookout.delete(this);
    this.#options.onIdle?.();
  }

  /** Ends a wait in shared memory that no caller needs any more. It cannot be cancelled, so all are woken. */
  protected override onGivenUp(): void {
    const { words, at } = this.#options;
    if (this.competing && this.waiting === 0) Atomics.notify(words, at);
  }
}

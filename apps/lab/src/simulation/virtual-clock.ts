/**
 * A clock on which time passes only when nothing else is left to do: a timer of an hour fires at
 * once, and what happened is the same in every run, whatever the machine.
 *
 * Invariants:
 * - The platform's timers and `performance.now` are replaced exactly from the making of the clock
 *   to its disposal, and one clock at a time has replaced them.
 * - Time moves only to the earliest timer, and only after the event loop had turns in which nothing
 *   could do anything but wait for a timer.
 *
 * Turns of the event loop are real: stores wait for them by other means than timers. That is also
 * why this is no library's fake clock: those take a timer of the platform for a turn, which
 * browsers slow down to four milliseconds.
 */
import { nextTurn } from "@sync-strategies/event-loop";

/** The promises that follow from a timer, and a store's own wait for a turn or two, fit in these. */
const TURNS_TO_SETTLE = 3;

interface Timer {
  readonly callback: () => void;
  readonly atMs: number;
  /** Of an interval; undefined otherwise. */
  readonly everyMs: number | undefined;
}

/** What is waited for did not come by the limit, or can never come, since no timer is left. */
export class StillWaitingError extends Error {
  readonly code = "STILL_WAITING";

  constructor(nowMs: number) {
    super(`An operation still waits after ${nowMs} ms: it may wait without end.`);
    this.name = "StillWaitingError";
  }
}

let installed = false;

export class VirtualClock implements Disposable {
  /** In the order in which they were set, which is the order in which timers of one moment fire. */
  readonly #timers = new Map<number, Timer>();
  readonly #restore: () => void;
  #nowMs = 0;
  #lastId = 0;

  /** @throws {TypeError} while another clock is installed. */
  constructor() {
    if (installed) throw new TypeError("Another virtual clock is installed.");
    installed = true;
    const { setTimeout, setInterval, clearTimeout, clearInterval } = globalThis;
    const set = (callback: () => void, ms = 0): number => this.#set(callback, ms, undefined);
    const repeat = (callback: () => void, ms = 0): number => this.#set(callback, ms, ms);
    const clear = (id: number): boolean => this.#timers.delete(id);
    Object.assign(globalThis, {
      setTimeout: set,
      setInterval: repeat,
      clearTimeout: clear,
      clearInterval: clear,
    });
    Object.defineProperty(performance, "now", { value: () => this.#nowMs, configurable: true });
    this.#restore = () => {
      Object.assign(globalThis, { setTimeout, setInterval, clearTimeout, clearInterval });
      Reflect.deleteProperty(performance, "now");
      installed = false;
    };
  }

  /** In milliseconds since the clock was made. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /**
   * Lets time pass until the promise settles, and settles as it does.
   *
   * @param limitMs the time at which it must have settled.
   * @throws {StillWaitingError} if it has not by then, or no timer is left.
   */
  async passUntil<Result>(promise: Promise<Result>, limitMs: number): Promise<Result> {
    const outcome = { isSettled: false };
    const settle = (): void => void (outcome.isSettled = true);
    promise.then(settle, settle);
    for (;;) {
      for (let turn = 0; turn < TURNS_TO_SETTLE; turn += 1) await nextTurn();
      if (outcome.isSettled) return promise;
      if (this.#timers.size === 0 || this.#nowMs > limitMs)
        throw new StillWaitingError(this.#nowMs);
      await this.#fireNext();
    }
  }

  /** Puts the platform's timers and clock back. Timers that are left never fire. */
  [Symbol.dispose](): void {
    this.#restore();
  }

  #set(callback: () => void, ms: number, everyMs: number | undefined): number {
    this.#lastId += 1;
    this.#timers.set(this.#lastId, { callback, atMs: this.#nowMs + Math.max(0, ms), everyMs });
    return this.#lastId;
  }

  /** Moves time to the earliest timers and fires them, each in a separate turn as the platform does. */
  async #fireNext(): Promise<void> {
    const earliest = Math.min(...Array.from(this.#timers.values(), ({ atMs }) => atMs));
    this.#nowMs = earliest;
    for (const [id, timer] of this.#timers) {
      if (timer.atMs > earliest) continue;
      this.#timers.delete(id);
      // A timer that is set for this very moment by another one is younger, and fires after it.
      if (timer.everyMs !== undefined) {
        this.#timers.set(id, { ...timer, atMs: earliest + Math.max(1, timer.everyMs) });
      }
      timer.callback();
      await nextTurn();
    }
  }
}

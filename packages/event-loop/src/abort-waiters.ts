/**
 * One listener per abort signal, for any number of waiters.
 *
 * An application often has one signal for thousands of waits: the request's, the server's. A
 * listener per wait makes Node print a warning from the eleventh on, and an EventTarget adds and
 * removes a listener in a time that grows with their number. So all waiters of a signal share one
 * listener, and adding or removing a waiter takes the same time however many there are.
 *
 * Invariant: a signal has this listener exactly while it has waiters. So a signal that no wait
 * needs any more has nothing of ours left on it.
 */

/** A wait that an abort ends. */
export interface AbortWaiter {
  /**
   * Called once, when the signal aborts; the waiter has been removed before. It must not throw,
   * nor call code of others that might, since other waiters of the signal are called after it. It
   * may abort another signal: what the listeners of that one throw is reported as uncaught, and
   * reaches no caller of `abort`.
   */
  onAbort(reason: unknown): void;
}

const waitersOf = new WeakMap<AbortSignal, SignalWaiters>();

/**
 * Calls the waiter when the signal aborts, unless {@link removeAbortWaiter} comes first. Waiters
 * are called in the order in which they were added. The signal must not have aborted yet.
 */
export function addAbortWaiter(signal: AbortSignal, waiter: AbortWaiter): void {
  let waiters = waitersOf.get(signal);
  if (waiters === undefined) {
    waiters = new SignalWaiters(signal);
    waitersOf.set(signal, waiters);
  }
  waiters.add(waiter);
}

/** Removes a waiter: its wait is over. Nothing happens if it has been called or removed already. */
export function removeAbortWaiter(signal: AbortSignal, waiter: AbortWaiter): void {
  waitersOf.get(signal)?.remove(waiter);
}

class SignalWaiters {
  readonly #signal: AbortSignal;
  /** A Set keeps the order of addition, and skips those that leave while it is walked. */
  readonly #waiters = new Set<AbortWaiter>();

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  add(waiter: AbortWaiter): void {
    if (this.#waiters.size === 0) {
      this.#signal.addEventListener("abort", this, { once: true });
    }
    this.#waiters.add(waiter);
  }

  remove(waiter: AbortWaiter): void {
    if (!this.#waiters.delete(waiter) || this.#waiters.size > 0) return;
    this.#signal.removeEventListener("abort", this);
  }

  /** Called by the signal, at most once. */
  handleEvent(): void {
    for (const waiter of this.#waiters) {
      this.#waiters.delete(waiter);
      waiter.onAbort(this.#signal.reason);
    }
  }
}

/**
 * An operation with a signal, until its turn comes. None of these libraries can take back one
 * that waits without disturbing the others, or not all can: so a cancelled operation keeps its
 * place in the library's queue, and is passed over when its turn comes.
 *
 * Invariant: it listens exactly until the signal aborts or its turn comes.
 */
import { addAbortWaiter, removeAbortWaiter, type AbortWaiter } from "@sync-strategies/event-loop";

export class Waiting implements AbortWaiter {
  readonly #signal: AbortSignal;
  readonly #reject: (reason: unknown) => void;
  #isCancelled = false;

  /** @param reject tells the caller at once, wherever the operation still waits. */
  constructor(signal: AbortSignal, reject: (reason: unknown) => void) {
    this.#signal = signal;
    this.#reject = reject;
    addAbortWaiter(signal, this);
  }

  onAbort(reason: unknown): void {
    this.#isCancelled = true;
    this.#reject(reason);
  }

  /** Its turn has come, and from here on it cannot be cancelled. False if it has been. */
  begin(): boolean {
    removeAbortWaiter(this.#signal, this);
    return !this.#isCancelled;
  }
}

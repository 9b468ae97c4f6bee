/**
 * How a wait ends before a peer arrives: by a signal, or by a time limit.
 *
 * Invariant: a cancellation listens, and its timer runs, exactly while its waiter waits. It ends
 * either because the waiter is served (`end`) or because it cancels the wait, never both: each
 * happens in one step, which removes the waiter from its queue.
 */
import { ChannelTimeoutError } from "./errors.ts";

/** Options of every method that may wait. */
export interface WaitOptions {
  /**
   * Ends the wait when it aborts: the promise rejects with `signal.reason`, and nothing was sent
   * or received. If the signal has already aborted, even a call that need not wait rejects.
   *
   * However the wait ends, no listener is left on the signal.
   */
  readonly signal?: AbortSignal | undefined;

  /**
   * Ends the wait after this many milliseconds: the promise rejects with a `ChannelTimeoutError`,
   * and nothing was sent or received. A call that need not wait succeeds even with a limit of 0;
   * `Infinity` means no limit.
   *
   * However the wait ends, no timer is left running.
   */
  readonly timeoutMs?: number | undefined;
}

/** The longest delay that timers support; a longer one would fire at once. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

export class Cancellation {
  readonly #signal: AbortSignal | undefined;
  readonly #waiter: Cancellable;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(waiter: Cancellable, { signal, timeoutMs = Infinity }: WaitOptions) {
    this.#waiter = waiter;
    this.#signal = signal;
    signal?.addEventListener("abort", this, { once: true });
    if (timeoutMs !== Infinity) {
      this.#timer = setTimeout(() => this.#timeOut(timeoutMs), timeoutMs);
    }
  }

  /** Stops listening and the timer: the waiter has been served. */
  end(): void {
    this.#signal?.removeEventListener("abort", this);
    clearTimeout(this.#timer);
  }

  /** Called by the signal when it aborts. The listener is `once`, so it is already removed. */
  handleEvent(): void {
    clearTimeout(this.#timer);
    this.#waiter.cancel(this.#signal?.reason);
  }

  #timeOut(timeoutMs: number): void {
    this.#signal?.removeEventListener("abort", this);
    this.#waiter.cancel(new ChannelTimeoutError(timeoutMs));
  }
}

export interface Cancellable {
  /** Removes the waiter from all its queues, and rejects its promise. */
  cancel(reason: unknown): void;
}

/**
 * The rejection of a call with an aborted signal or an invalid time limit; otherwise undefined.
 * Checked before anything is sent or received.
 */
export function refusal(options: WaitOptions): Promise<never> | undefined {
  const { signal, timeoutMs } = options;
  if (timeoutMs !== undefined && !isDelay(timeoutMs) && timeoutMs !== Infinity) {
    return Promise.reject(delayError("timeoutMs", timeoutMs));
  }
  return signal?.aborted === true ? Promise.reject(signal.reason) : undefined;
}

/** Whether a timer can be set to this delay. */
export function isDelay(delayMs: number): boolean {
  return typeof delayMs === "number" && delayMs >= 0 && delayMs <= LONGEST_DELAY_MS;
}

export function delayError(name: string, delayMs: unknown): RangeError {
  return new RangeError(`${name} is ${String(delayMs)}; it must lie in 0 to ${LONGEST_DELAY_MS}.`);
}

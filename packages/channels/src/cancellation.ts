/**
 * How a wait ends before a peer comes: by a signal, or by a time limit.
 *
 * Invariant: a cancellation listens, and its timer runs, exactly while its waiter waits. It ends
 * either because the waiter was served (`end`) or because it strikes; never both, since nothing
 * runs between the two in one event loop.
 */
import { ChannelTimeoutError } from "./errors.ts";

/** For everything that may wait. */
export interface WaitOptions {
  /**
   * Ends the wait when it aborts: the promise rejects with `signal.reason`, and nothing was sent
   * or received. A signal that has aborted before refuses even what would not have to wait.
   *
   * However the wait ends, no listener is left on the signal.
   */
  readonly signal?: AbortSignal | undefined;

  /**
   * Ends the wait after so many milliseconds: the promise rejects with a `ChannelTimeoutError`,
   * and nothing was sent or received. What is ready at once is never refused, whatever the limit;
   * `Infinity` is no limit.
   *
   * However the wait ends, no timer is left running.
   */
  readonly timeoutMs?: number | undefined;
}

/** The longest delay that timers know; a longer one would fire at once. */
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

  /** The waiter has been served: forget it. */
  end(): void {
    this.#signal?.removeEventListener("abort", this);
    clearTimeout(this.#timer);
  }

  /** The signal calls this when it aborts. Being `once`, the listener is off by then. */
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
  /** Stops waiting, wherever it waits, and rejects its promise. */
  cancel(reason: unknown): void;
}

/**
 * The rejection, if these options rule out even a wait that would end at once. Looked at before
 * anything is sent or received.
 */
export function refusal(options: WaitOptions): Promise<never> | undefined {
  const { signal, timeoutMs } = options;
  if (timeoutMs !== undefined && !isDelay(timeoutMs) && timeoutMs !== Infinity) {
    return Promise.reject(delayError("timeoutMs", timeoutMs));
  }
  return signal?.aborted === true ? Promise.reject(signal.reason) : undefined;
}

/** Whether a timer can be set to it. */
export function isDelay(delayMs: number): boolean {
  return typeof delayMs === "number" && delayMs >= 0 && delayMs <= LONGEST_DELAY_MS;
}

export function delayError(name: string, delayMs: unknown): RangeError {
  return new RangeError(`${name} is ${String(delayMs)}; it must lie in 0 to ${LONGEST_DELAY_MS}.`);
}

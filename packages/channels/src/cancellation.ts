/**
 * How a wait ends before a peer arrives: by a signal, or by a time limit.
 *
 * Invariant: a cancellation listens, and its timer runs, exactly while its waiter waits. It ends
 * either because the waiter is served (`end`) or because it cancels the wait, never both: each
 * happens in one step, which removes the waiter from its queue.
 */
import {
  addAbortWaiter,
  rejectInTurn,
  removeAbortWaiter,
  type AbortWaiter,
} from "@sync-strategies/event-loop";
import { ChannelTimeoutError } from "./errors.ts";
import { shown } from "./shown.ts";

/** Options of every method that may wait. */
export interface WaitOptions {
  /**
   * Ends the wait when it aborts: the promise rejects with `signal.reason`, and nothing was sent
   * or received. If the signal has already aborted, even a call that need not wait rejects.
   *
   * All waits of one signal share one listener, so a signal may serve any number of them. However
   * the waits end, no listener is left on the signal.
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

export class Cancellation implements AbortWaiter {
  readonly #signal: AbortSignal | undefined;
  readonly #waiter: Cancellable;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(waiter: Cancellable, { signal, timeoutMs = Infinity }: WaitOptions) {
    this.#waiter = waiter;
    this.#signal = signal;
    if (signal !== undefined) addAbortWaiter(signal, this);
    if (timeoutMs !== Infinity) {
      this.#timer = setTimeout(() => this.#timeOut(timeoutMs), timeoutMs);
    }
  }

  /** Stops listening and the timer: the waiter has been served. */
  end(): void {
    this.#stopListening();
    clearTimeout(this.#timer);
  }

  onAbort(reason: unknown): void {
    clearTimeout(this.#timer);
    this.#waiter.cancel(reason);
  }

  #timeOut(timeoutMs: number): void {
    this.#stopListening();
    this.#waiter.cancel(new ChannelTimeoutError(timeoutMs));
  }

  #stopListening(): void {
    if (this.#signal !== undefined) removeAbortWaiter(this.#signal, this);
  }
}

export interface Cancellable {
  /** Removes the waiter from all its queues, and rejects its promise. */
  cancel(reason: unknown): void;
}

/**
 * The rejection of a call with an aborted signal or with options that cannot be followed;
 * otherwise undefined. Checked before anything is sent or received.
 */
export function refusal(options: WaitOptions): Promise<never> | undefined {
  const mistake = mistakeIn(options);
  if (mistake !== undefined) return rejectInTurn(mistake);
  const { signal } = options;
  return signal?.aborted === true ? rejectInTurn(signal.reason) : undefined;
}

function mistakeIn(options: WaitOptions): Error | undefined {
  if (typeof options !== "object" || options === null) {
    return new TypeError(
      `The options of a wait must be an object such as { signal }, not ${shown(options)}.`,
    );
  }
  const mistake = mistakeInSignal("a wait", options);
  if (mistake !== undefined) return mistake;
  const { timeoutMs } = options;
  if (timeoutMs === undefined || timeoutMs === Infinity || isDelay(timeoutMs)) return undefined;
  return delayError("timeoutMs", timeoutMs);
}

/** What is wrong with the signal in these options, if anything is. */
export function mistakeInSignal(
  owner: string,
  options: { readonly signal?: unknown },
): TypeError | undefined {
  if (isAbortSignal(options)) {
    return new TypeError(`The options of ${owner} are { signal }, not the signal itself.`);
  }
  const { signal } = options;
  if (signal === undefined || isAbortSignal(signal)) return undefined;
  return new TypeError(`signal must be an AbortSignal, not ${shown(signal)}.`);
}

/** Asks by shape, since a signal may come from another realm. */
export function isAbortSignal(value: unknown): value is AbortSignal {
  return (
    typeof value === "object" &&
    value !== null &&
    "aborted" in value &&
    typeof value.aborted === "boolean" &&
    "addEventListener" in value
  );
}

/** Whether a timer can be set to this delay. */
export function isDelay(delayMs: unknown): boolean {
  return typeof delayMs === "number" && delayMs >= 0 && delayMs <= LONGEST_DELAY_MS;
}

export function delayError(name: string, delayMs: unknown): Error {
  const message = `${name} must be a number from 0 to ${LONGEST_DELAY_MS}, not ${shown(delayMs)}.`;
  return typeof delayMs === "number" ? new RangeError(message) : new TypeError(message);
}

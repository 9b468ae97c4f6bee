import { delayError, isDelay } from "./cancellation.ts";
import { Channel } from "./channel.ts";
import {
  canReceive,
  stopReceiving,
  waitToReceive,
  type ReceiveChannel,
  type Received,
  type Receiver,
} from "./directions.ts";

/**
 * A channel that delivers the time once, `delayMs` milliseconds after this call: Go's `time.After`.
 * With it a time limit is one more case of a select.
 *
 *     const chosen = await select({ answer: receiving(answers), limit: receiving(after(100)) });
 *
 * The time is fixed by this call, but a timer runs only while somebody waits at the channel; who
 * does not wait finds out by a look at the clock. So the channel need not be released, however
 * often a loop makes a new one: as in Go since 1.23, one that no code refers to any more is
 * garbage. And the channel keeps a process alive only while somebody waits at it.
 *
 * The value is the time at which the delay was over, however late it is received. To dispose of
 * the channel is to close it: it delivers nothing any more, and its receivers learn that it is
 * closed. A channel declared with `using` disposes of itself.
 *
 * @throws {RangeError} if no timer can be set to `delayMs`; a {@link TypeError} if it is no number.
 */
export function after(delayMs: number): ReceiveChannel<Date> & Disposable {
  return new TimerChannel(delayMs);
}

/**
 * Its buffer has room for the one value. The value is put there by the first call that looks after
 * the time has come, and goes to the oldest waiter instead if there is one.
 *
 * Invariant: a timer runs exactly while the time is still to come and a receiver waits.
 */
class TimerChannel extends Channel<Date> {
  /** When the value is due, on the clock of `performance.now()`; infinite once it was delivered. */
  #dueAtMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined = undefined;

  constructor(delayMs: number) {
    super(1);
    if (!isDelay(delayMs)) throw delayError("delayMs", delayMs);
    this.#dueAtMs = performance.now() + delayMs;
  }

  override get length(): number {
    this.#look();
    return super.length;
  }

  override tryReceive(): Received<Date> | undefined {
    this.#look();
    return super.tryReceive();
  }

  override close(): void {
    this.#look();
    this.#dueAtMs = Infinity;
    this.#stopTimer();
    super.close();
  }

  override [canReceive](): boolean {
    this.#look();
    return super[canReceive]();
  }

  override [waitToReceive](receiver: Receiver<Date>): void {
    super[waitToReceive](receiver);
    if (this.#timer !== undefined || this.#dueAtMs === Infinity) return;
    this.#timer = setTimeout(this.#deliver, remainingMs(this.#dueAtMs));
  }

  override [stopReceiving](receiver: Receiver<Date>): void {
    super[stopReceiving](receiver);
    if (this.waiting.receivers === 0) this.#stopTimer();
  }

  #look(): void {
    if (performance.now() >= this.#dueAtMs) this.#deliver();
  }

  readonly #deliver = (): void => {
    const lateMs = performance.now() - this.#dueAtMs;
    this.#dueAtMs = Infinity;
    this.#stopTimer();
    this.trySend(new Date(Date.now() - lateMs));
  };

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

/** Rounded up, so that a timer is not early; but a sum of two times may be too large by an ulp. */
function remainingMs(dueAtMs: number): number {
  return Math.max(0, Math.ceil(dueAtMs - performance.now() - 0.001));
}

import { Channel } from "./channel.ts";
import { stopReceiving, waitToReceive, type Received, type Receiver } from "./directions.ts";

/**
 * A channel that delivers the time when it is due, once or periodically. What `after` and `Ticker`
 * have in common.
 *
 * A timer runs only while a receiver waits; all others find out by a look at the clock. So a
 * channel that no code refers to any more is garbage, and the process stays up for one only while
 * a receiver waits.
 *
 * The buffer has room for one value. The first call that looks after the value is due puts it
 * there, or hands it to the oldest receiver. What comes due while the buffer is full is dropped.
 *
 * Invariant: a timer runs exactly while a value is still to come and a receiver waits.
 */
export class TimerChannel extends Channel<Date> {
  /** When the next value is due, on the clock of `performance.now()`; infinite if none is to come. */
  #dueAtMs = Infinity;
  #periodMs = Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined = undefined;

  constructor() {
    super(1);
  }

  /** Begins anew: a value is due after the delay, and then one per period. */
  start(delayMs: number, periodMs = Infinity): void {
    this.stop();
    this.#dueAtMs = performance.now() + delayMs;
    this.#periodMs = periodMs;
    if (this.waiting.receivers > 0) this.#startTimer();
  }

  /** Lets no more values come, and drops one that was not received. */
  stop(): void {
    this.#dueAtMs = Infinity;
    this.#stopTimer();
    super.tryReceive();
  }

  /** Every question whether a value is there asks this one. */
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

  override [waitToReceive](receiver: Receiver<Date>): void {
    super[waitToReceive](receiver);
    this.#startTimer();
  }

  override [stopReceiving](receiver: Receiver<Date>): void {
    super[stopReceiving](receiver);
    if (this.waiting.receivers === 0) this.#stopTimer();
  }

  #look(): void {
    if (performance.now() >= this.#dueAtMs) this.#deliver();
  }

  /** The value is the time at which it was due. Further values that are due by now are dropped. */
  readonly #deliver = (): void => {
    this.#stopTimer();
    const lateMs = Math.max(0, performance.now() - this.#dueAtMs);
    // Counted from when this value was due, not from now, so that the rhythm does not drift.
    this.#dueAtMs += (Math.floor(lateMs / this.#periodMs) + 1) * this.#periodMs;
    this.trySend(new Date(Date.now() - lateMs));
    if (this.waiting.receivers > 0) this.#startTimer();
  };

  #startTimer(): void {
    if (this.#timer !== undefined || this.#dueAtMs === Infinity) return;
    this.#timer = setTimeout(this.#deliver, remainingMs(this.#dueAtMs));
  }

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

/** Rounded up, so that a timer is not early; but a sum of two times may be too large by an ulp. */
function remainingMs(dueAtMs: number): number {
  return Math.max(0, Math.ceil(dueAtMs - performance.now() - 0.001));
}

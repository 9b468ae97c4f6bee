import { delayError, isDelay } from "./cancellation.ts";
import type { ReceiveChannel } from "./directions.ts";
import { ChannelClosedError } from "./errors.ts";
import { TimerChannel } from "./timer-channel.ts";

/**
 * Delivers the time periodically: Go's `time.NewTicker`.
 *
 *     using ticker = new Ticker(1000);
 *     for await (const time of ticker.channel) console.log(time);
 *
 * The first tick is due one period after this call. A receiver that is too slow gets the oldest
 * tick that it missed, the others are dropped, and the next one comes in the rhythm of the first.
 * A tick is the time at which it was due, however late it is received, and goes to one receiver.
 *
 * A ticker need not be stopped: it has a timer, and keeps its process alive, only while a receiver
 * waits for a tick.
 */
export class Ticker implements Disposable {
  readonly #channel = new TimerChannel();

  /**
   * @throws {RangeError} if the period is 0 or less, or no timer can be set to it; a
   *   {@link TypeError} if it is no number.
   */
  constructor(periodMs: number) {
    this.reset(periodMs);
  }

  /** Where the ticks are received: Go's `ticker.C`. */
  get channel(): ReceiveChannel<Date> {
    return this.#channel;
  }

  /**
   * Stops the ticks: no tick is received after this call, not even one that was due before. As in
   * Go, the channel stays open, so its receivers wait until {@link reset}.
   */
  stop(): void {
    this.#channel.stop();
  }

  /**
   * Begins anew with this period, also after {@link stop}. No tick of the old period is received
   * after this call, and the next one is due one new period from now.
   *
   * @throws {RangeError} and {@link TypeError} as the constructor.
   * @throws {ChannelClosedError} if the ticker was disposed of.
   */
  reset(periodMs: number): void {
    if (!isDelay(periodMs) || periodMs === 0) throw delayError("periodMs", periodMs);
    if (this.#channel.closed) throw new ChannelClosedError("The ticker was disposed of.");
    this.#channel.start(periodMs, periodMs);
  }

  /** Stops the ticks and closes the channel: its receivers learn that no tick will come. */
  [Symbol.dispose](): void {
    this.#channel.stop();
    this.#channel[Symbol.dispose]();
  }
}

import { delayError, isDelay } from "./cancellation.ts";
import { Channel } from "./channel.ts";

/**
 * A channel that delivers the time once, after `delayMs` milliseconds: Go's `time.After`. With it
 * a time limit is one more case of a select.
 *
 * Close it to release the timer early; a channel declared with `using` closes itself:
 *
 *     using limit = after(100);
 *     const chosen = await select({ answer: receiving(answers), limit: receiving(limit) });
 *
 * @throws {RangeError} if no timer can be set to `delayMs`.
 */
export function after(delayMs: number): Channel<Date> {
  return new TimerChannel(delayMs);
}

/** It buffers the one value, so that the timer need not wait for a receiver. */
class TimerChannel extends Channel<Date> {
  readonly #timer: ReturnType<typeof setTimeout>;

  constructor(delayMs: number) {
    super(1);
    if (!isDelay(delayMs)) throw delayError("delayMs", delayMs);
    this.#timer = setTimeout(() => this.trySend(new Date()), delayMs);
  }

  override close(): void {
    super.close();
    clearTimeout(this.#timer);
  }
}

import { delayError, isDelay } from "./cancellation.ts";
import type { ReceiveChannel } from "./directions.ts";
import { TimerChannel } from "./timer-channel.ts";

/**
 * A channel that delivers the time once, `delayMs` milliseconds after this call: Go's `time.After`.
 * With it a time limit is one more case of a select.
 *
 *     const chosen = await select({ answer: receiving(answers), limit: receiving(after(100)) });
 *
 * The delay counts from this call, but a timer runs only while a receiver waits at the channel. So
 * the channel need not be released, however often a loop makes a new one: as in Go since 1.23, one
 * that no code refers to any more is garbage. And it keeps a process alive only while a
 * receiver waits.
 *
 * The value is the time at which the delay was over, however late it is received. To dispose of
 * the channel is to close it: it delivers nothing any more, and its receivers learn that it is
 * closed. A channel declared with `using` disposes of itself.
 *
 * @throws {RangeError} if no timer can be set to `delayMs`; a {@link TypeError} if it is no number.
 */
export function after(delayMs: number): ReceiveChannel<Date> & Disposable {
  if (!isDelay(delayMs)) throw delayError("delayMs", delayMs);
  const channel = new TimerChannel();
  channel.start(delayMs);
  return channel;
}

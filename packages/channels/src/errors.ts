/**
 * Errors that a correct program can expect from a channel. Test for `code` rather than for the
 * class or the message: codes do not change between major versions, messages may.
 */

/** A send on a closed channel, or a second call of `close`. */
export class ChannelClosedError extends Error {
  readonly code = "CHANNEL_CLOSED";

  constructor(message = "The channel is closed.") {
    super(message);
    this.name = "ChannelClosedError";
  }
}

/** A wait exceeded its `timeoutMs`. */
export class ChannelTimeoutError extends Error {
  readonly code = "CHANNEL_TIMEOUT";
  readonly timeoutMs: number;

  constructor(timeoutMs: number) {
    super(`No sender or receiver was ready within ${timeoutMs} ms.`);
    this.name = "ChannelTimeoutError";
    this.timeoutMs = timeoutMs;
  }
}

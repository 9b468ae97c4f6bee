/**
 * What can go wrong with a channel although nobody misuses it. Test for `code` rather than for
 * the class or the message: codes do not change between major versions, messages may.
 */

/** A value was to be sent on a closed channel, or a closed channel was to be closed again. */
export class ChannelClosedError extends Error {
  readonly code = "CHANNEL_CLOSED";

  constructor(message = "The channel is closed.") {
    super(message);
    this.name = "ChannelClosedError";
  }
}

/** The time that a wait was given, by `timeoutMs`, is over. */
export class ChannelTimeoutError extends Error {
  readonly code = "CHANNEL_TIMEOUT";
  readonly timeoutMs: number;

  constructor(timeoutMs: number) {
    super(`Nobody was ready within ${timeoutMs} ms.`);
    this.name = "ChannelTimeoutError";
    this.timeoutMs = timeoutMs;
  }
}

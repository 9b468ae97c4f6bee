/**
 * Calls that wait at a channel. Each is the waiter in the channel's queue.
 *
 * Invariant: a match, a close or a cancellation ends the wait, whichever comes first, and takes
 * the waiter out of its queue in the same step. So each wait is answered exactly once.
 */
import { rejectWait, resolveWait } from "./answers.ts";
import type { Cancellable, Cancellation } from "./cancellation.ts";
import {
  stopReceiving,
  stopSending,
  type ReceiveChannel,
  type Received,
  type Receiver,
  type SendChannel,
  type Sender,
} from "./directions.ts";
import type { ChannelClosedError } from "./errors.ts";

/** A call of `post`. Its caller does not learn the outcome. */
export class PostedSend<T> implements Sender<T> {
  place = 0;
  readonly offered: T;

  constructor(value: T) {
    this.offered = value;
  }

  taken(): void {}

  refuse(): void {}
}

/** A call of `send`. */
export class PendingSend<T> implements Sender<T>, Cancellable {
  readonly #channel: SendChannel<T>;
  place = 0;
  readonly offered: T;
  cancellation: Cancellation | undefined = undefined;
  readonly #resolve: (turn: void | PromiseLike<void>) => void;
  readonly #reject: (reason: unknown) => void;

  constructor(
    channel: SendChannel<T>,
    value: T,
    resolve: (turn: void | PromiseLike<void>) => void,
    reject: (reason: unknown) => void,
  ) {
    this.#channel = channel;
    this.offered = value;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  taken(): void {
    this.cancellation?.end();
    resolveWait(this.#resolve, undefined);
  }

  refuse(error: ChannelClosedError): void {
    this.cancellation?.end();
    rejectWait(this.#reject, error);
  }

  cancel(reason: unknown): void {
    this.#channel[stopSending](this);
    rejectWait(this.#reject, reason);
  }
}

/** A call of `receive` that cannot be cancelled. */
export class PendingReceive<T> implements Receiver<T> {
  place = 0;
  readonly #resolve: (value: T | undefined | PromiseLike<T | undefined>) => void;

  constructor(resolve: (value: T | undefined | PromiseLike<T | undefined>) => void) {
    this.#resolve = resolve;
  }

  accept(value: T): void {
    resolveWait(this.#resolve, value);
  }

  end(): void {
    resolveWait(this.#resolve, undefined);
  }
}

/** A call of `receive` that can be cancelled, or of `receiveOk`. */
export class CancellableReceive<T> implements Receiver<T>, Cancellable {
  readonly #channel: ReceiveChannel<T>;
  place = 0;
  cancellation: Cancellation | undefined = undefined;
  readonly #resolve: ((value: T | undefined | PromiseLike<T | undefined>) => void) | undefined;
  readonly #resolveOk: ((received: Received<T> | PromiseLike<Received<T>>) => void) | undefined;
  readonly #reject: (reason: unknown) => void;

  constructor(
    channel: ReceiveChannel<T>,
    resolve: ((value: T | undefined | PromiseLike<T | undefined>) => void) | undefined,
    resolveOk: ((received: Received<T> | PromiseLike<Received<T>>) => void) | undefined,
    reject: (reason: unknown) => void,
  ) {
    this.#channel = channel;
    this.#resolve = resolve;
    this.#resolveOk = resolveOk;
    this.#reject = reject;
  }

  accept(value: T): void {
    this.cancellation?.end();
    if (this.#resolve !== undefined) resolveWait(this.#resolve, value);
    else if (this.#resolveOk !== undefined) resolveWait(this.#resolveOk, { ok: true, value });
  }

  end(): void {
    this.cancellation?.end();
    if (this.#resolve !== undefined) resolveWait(this.#resolve, undefined);
    else if (this.#resolveOk !== undefined) {
      resolveWait(this.#resolveOk, { ok: false, value: undefined });
    }
  }

  cancel(reason: unknown): void {
    this.#channel[stopReceiving](this);
    rejectWait(this.#reject, reason);
  }
}

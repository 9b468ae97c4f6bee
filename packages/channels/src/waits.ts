/**
 * Calls that wait at a channel. Each is the waiter in the channel's queue.
 *
 * Invariant: a match, a close or a cancellation ends the wait, whichever comes first, and takes
 * the waiter out of its queue in the same step. So each wait is answered exactly once.
 */
import { answerInTurn, rejectInTurn } from "@sync-strategies/event-loop";
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

  constructor(
    channel: SendChannel<T>,
    value: T,
    resolve: (turn: void | PromiseLike<void>) => void,
  ) {
    this.#channel = channel;
    this.offered = value;
    this.#resolve = resolve;
  }

  taken(): void {
    this.cancellation?.end();
    this.#resolve(answerInTurn(undefined));
  }

  refuse(error: ChannelClosedError): void {
    this.cancellation?.end();
    this.#resolve(rejectInTurn(error));
  }

  cancel(reason: unknown): void {
    this.#channel[stopSending](this);
    this.#resolve(rejectInTurn(reason));
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
    this.#resolve(answerInTurn(value));
  }

  end(): void {
    this.#resolve(answerInTurn(undefined));
  }
}

/** A call of `receive` that can be cancelled, or of `receiveOk`. */
export class CancellableReceive<T> implements Receiver<T>, Cancellable {
  readonly #channel: ReceiveChannel<T>;
  place = 0;
  cancellation: Cancellation | undefined = undefined;
  readonly #resolve: ((value: T | undefined | PromiseLike<T | undefined>) => void) | undefined;
  readonly #resolveOk: ((received: Received<T> | PromiseLike<Received<T>>) => void) | undefined;

  constructor(
    channel: ReceiveChannel<T>,
    resolve: ((value: T | undefined | PromiseLike<T | undefined>) => void) | undefined,
    resolveOk: ((received: Received<T> | PromiseLike<Received<T>>) => void) | undefined,
  ) {
    this.#channel = channel;
    this.#resolve = resolve;
    this.#resolveOk = resolveOk;
  }

  accept(value: T): void {
    this.cancellation?.end();
    if (this.#resolve !== undefined) this.#resolve(answerInTurn(value));
    else if (this.#resolveOk !== undefined) this.#resolveOk(answerInTurn({ ok: true, value }));
  }

  end(): void {
    this.cancellation?.end();
    if (this.#resolve !== undefined) this.#resolve(answerInTurn(undefined));
    else if (this.#resolveOk !== undefined) {
      this.#resolveOk(answerInTurn({ ok: false, value: undefined }));
    }
  }

  cancel(reason: unknown): void {
    this.#channel[stopReceiving](this);
    (this.#resolve ?? this.#resolveOk)?.(rejectInTurn(reason));
  }
}

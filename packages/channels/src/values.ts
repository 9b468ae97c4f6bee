/**
 * The values of a channel as an async iterator: what `for await` walks through.
 *
 * An async generator would not do. It queues `return` behind a pending `next`, so an iterator that
 * waits could not be left, and it unwraps values that are promises.
 *
 * Invariant: `#waiting` has exactly the calls of `next` that are in the channel's queue. Leaving
 * the iterator takes all of them out in one step, and ends them.
 */
import { answerInTurn, rejectInTurn, turnIfDue } from "@sync-strategies/event-loop";
import { Cancellation, refusal, type Cancellable, type WaitOptions } from "./cancellation.ts";
import { stopReceiving, waitToReceive, type ReceiveChannel, type Receiver } from "./directions.ts";

type Result<T> = IteratorResult<T, void>;

const done: IteratorReturnResult<void> = Object.freeze({ done: true, value: undefined });

/**
 * Each `next` is a receive. Several may wait at once, and are served in the order of the calls.
 *
 * `return` and `throw` leave the iterator at once, also while calls of `next` wait: those resolve
 * as done, and take no value. A call of `next` to which a value was handed over before still
 * resolves to that value, since the value has left the channel. So no value is lost, whichever
 * comes first.
 *
 * Once a wait has been cancelled by the iterator's options, the iterator is over: the call of
 * `next` rejects, and all others resolve as done. It is over as well once the channel was found
 * closed and drained, and then not even its signal can end it in another way.
 */
export class ChannelValues<T> implements AsyncGenerator<T, void, undefined> {
  readonly #channel: ReceiveChannel<T>;
  readonly #options: WaitOptions | undefined;
  readonly #waiting = new Set<PendingNext<T>>();
  #left = false;

  constructor(channel: ReceiveChannel<T>, options: WaitOptions | undefined) {
    this.#channel = channel;
    this.#options = options;
  }

  next(): Promise<Result<T>> {
    if (this.#left) return Promise.resolve(answerInTurn(done));
    const refused = this.#options === undefined ? undefined : refusal(this.#options);
    if (refused !== undefined) {
      this.#leave();
      return refused;
    }

    // Fast path: there is a value, or the channel is closed.
    const received = this.#channel.tryReceive();
    if (received?.ok === true) {
      return Promise.resolve(answerInTurn({ done: false, value: received.value } as const));
    }
    if (received !== undefined) {
      this.#leave();
      return Promise.resolve(answerInTurn(done));
    }

    // Slow path: wait behind the other receivers.
    return new Promise((resolve) => {
      const pending = new PendingNext<T>(resolve, this.#stopWaiting);
      if (this.#options !== undefined) {
        pending.cancellation = new Cancellation(pending, this.#options);
      }
      this.#waiting.add(pending);
      this.#channel[waitToReceive](pending);
    });
  }

  async return(value?: void | PromiseLike<void>): Promise<Result<T>> {
    this.#leave();
    return answerInTurn({ done: true, value: await value });
  }

  throw(error: unknown): Promise<Result<T>> {
    this.#leave();
    return rejectInTurn(error);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#leave();
    return turnIfDue();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  get [Symbol.toStringTag](): string {
    return "Channel Values";
  }

  /** A wait is over. The channel has removed it from its queue, unless it was cancelled. */
  readonly #stopWaiting = (pending: PendingNext<T>, how: EndOfWait): void => {
    this.#waiting.delete(pending);
    if (how === "served") return;
    if (how === "cancelled") this.#channel[stopReceiving](pending);
    this.#leave();
  };

  #leave(): void {
    // To end a pending call of `next` is to come here again.
    if (this.#left) return;
    this.#left = true;
    for (const pending of this.#waiting) {
      this.#channel[stopReceiving](pending);
      pending.end();
    }
  }
}

type EndOfWait = "served" | "ended" | "cancelled";

/** A call of `next` that waits. */
class PendingNext<T> implements Receiver<T>, Cancellable {
  place = 0;
  cancellation: Cancellation | undefined = undefined;
  readonly #resolve: (result: Result<T> | PromiseLike<Result<T>>) => void;
  readonly #stopWaiting: (pending: PendingNext<T>, how: EndOfWait) => void;

  constructor(
    resolve: (result: Result<T> | PromiseLike<Result<T>>) => void,
    stopWaiting: (pending: PendingNext<T>, how: EndOfWait) => void,
  ) {
    this.#resolve = resolve;
    this.#stopWaiting = stopWaiting;
  }

  accept(value: T): void {
    this.#finish({ done: false, value }, "served");
  }

  end(): void {
    this.#finish(done, "ended");
  }

  cancel(reason: unknown): void {
    this.#resolve(rejectInTurn(reason));
    this.#stopWaiting(this, "cancelled");
  }

  #finish(result: Result<T>, how: EndOfWait): void {
    this.cancellation?.end();
    this.#stopWaiting(this, how);
    this.#resolve(answerInTurn(result));
  }
}

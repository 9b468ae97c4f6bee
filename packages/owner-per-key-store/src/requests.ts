import {
  addAbortWaiter,
  refuseInTurn,
  removeAbortWaiter,
  type AbortWaiter,
} from "@sync-strategies/event-loop";
import type { Storable, Updater } from "@sync-strategies/state-store";

/**
 * The requests that clients can send to a key's owner. Each carries its reply: the two functions
 * that settle the promise its sender awaits. Exactly one of them is called, once.
 */
export type Request<Value extends Storable> =
  | ReadRequest<Value>
  | WriteRequest<Value>
  | UpdateRequest<Value>;

export interface ReadRequest<Value extends Storable> extends Reply<Value | undefined> {
  readonly kind: "read";
}

export interface WriteRequest<Value extends Storable> extends Reply<void> {
  readonly kind: "write";
  readonly value: Value;
}

export interface UpdateRequest<Value extends Storable> extends Reply<Value> {
  readonly kind: "update";
  /** Runs in the context of the caller of `update`, although the owner calls it. */
  readonly updater: Updater<Value>;
}

interface Reply<Result> {
  readonly resolve: (result: Result) => void;
  readonly reject: (reason: unknown) => void;
  /** Present if the operation has a signal, which can cancel the request. */
  cancellation: Cancellation | undefined;
}

/**
 * Rejects the request if its signal aborts before the request starts. The request stays in the
 * inbox, and the owner skips it.
 */
export class Cancellation implements AbortWaiter {
  readonly #signal: AbortSignal;
  readonly #reject: (reason: unknown) => void;
  isCancelled = false;

  constructor(signal: AbortSignal, reject: (reason: unknown) => void) {
    this.#signal = signal;
    this.#reject = reject;
    addAbortWaiter(signal, this);
  }

  onAbort(reason: unknown): void {
    this.isCancelled = true;
    refuseInTurn(this.#reject, reason);
  }

  /** The request has started: from now on its signal no longer matters. */
  end(): void {
    removeAbortWaiter(this.#signal, this);
  }
}

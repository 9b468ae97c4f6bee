import type { Storable, Updater } from "@sync-strategies/state-store";

/**
 * What clients can ask of a key's owner. Each request carries its reply: the two functions that
 * settle the promise its sender awaits. One of them is called, once.
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
  readonly updater: Updater<Value>;
}

interface Reply<Result> {
  readonly resolve: (result: Result) => void;
  readonly reject: (reason: unknown) => void;
  /** Listens for the abort that cancels this request, if it can be cancelled. */
  cancellation: Cancellation | undefined;
}

/** Whether a request has been cancelled, and how to stop listening once it no longer can be. */
export interface Cancellation {
  cancelled: boolean;
  readonly stopListening: () => void;
}

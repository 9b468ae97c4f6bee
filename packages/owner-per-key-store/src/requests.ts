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
  readonly updater: Updater<Value>;
}

interface Reply<Result> {
  readonly resolve: (result: Result) => void;
  readonly reject: (reason: unknown) => void;
  /** Present if the operation has a signal, which can cancel the request. */
  cancellation: Cancellation | undefined;
}

/** Whether a request has been cancelled, and how to stop listening to its signal. */
export interface Cancellation {
  cancelled: boolean;
  readonly stopListening: () => void;
}

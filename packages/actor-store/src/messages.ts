import type { Storable } from "@sync-strategies/state-store";
import type { Mailable } from "./mailbox.ts";

/**
 * The messages that clients can send to the actor that owns the state. Each carries its reply: the
 * two functions that settle the promise its sender awaits. Exactly one of them is called, once.
 */
export type StateMessage<Key, Value extends Storable> =
  | ReadMessage<Key, Value>
  | WriteMessage<Key, Value>
  | UpdateMessage<Key, Value>
  | StopMessage;

export interface ReadMessage<Key, Value extends Storable> extends Request<Value | undefined> {
  readonly kind: "read";
  readonly key: Key;
}

export interface WriteMessage<Key, Value extends Storable> extends Request<void> {
  readonly kind: "write";
  readonly key: Key;
  readonly value: Value;
}

export interface UpdateMessage<Key, Value extends Storable> extends Request<Value> {
  readonly kind: "update";
  readonly key: Key;
  /** Runs in the context of the caller of `update`, although the actor calls it. */
  readonly updater: (current: Value | undefined) => Promise<Value>;
}

/** The last message: when the actor receives it, all earlier messages have been answered. */
export interface StopMessage extends Request<void> {
  readonly kind: "stop";
}

export interface Request<Reply> extends Mailable {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (reason: unknown) => void;
  /** Present if the operation has a signal, which may cancel it while the message waits. */
  cancellation: Cancellation | undefined;
}

export interface Cancellation {
  /** The actor has received the message: from now on its signal no longer matters. */
  end(): void;
}

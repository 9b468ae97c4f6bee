/**
 * The clients' side of the actor: each operation is one message and one promise for its reply.
 * This code never touches the state.
 */
import {
  StoreClosedError,
  type OperationOptions,
  type StateStore,
  type Storable,
  type Updater,
} from "@sync-strategies/state-store";
import type { ActorOptions } from "./actor.ts";
import type { StateMessage } from "./messages.ts";
import { StateActor } from "./state-actor.ts";

/** A message's place before the mailbox assigns one. */
const UNPLACED = -1;

export class ActorStore<Key, Value extends Storable> implements StateStore<Key, Value> {
  readonly #actor: StateActor<Key, Value>;
  #closed: Promise<void> | undefined;

  /**
   * With a bounded mailbox an operation first waits for room in it, then for its turn. The actor
   * has at most this number of messages to carry out; the others wait outside the mailbox.
   *
   * @throws {RangeError} if the mailbox's capacity is not a whole number of at least 1.
   */
  constructor(options?: ActorOptions) {
    this.#actor = new StateActor(options);
  }

  // No method is `async`: that would add a second promise around the reply.

  read(key: Key, options?: OperationOptions): Promise<Value | undefined> {
    return new Promise((resolve, reject) => {
      this.#ask(
        { kind: "read", key, resolve, reject, onStart: undefined, place: UNPLACED },
        options?.signal,
      );
    });
  }

  write(key: Key, value: Value, options?: OperationOptions): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#ask(
        { kind: "write", key, value, resolve, reject, onStart: undefined, place: UNPLACED },
        options?.signal,
      );
    });
  }

  update(key: Key, updater: Updater<Value>, options?: OperationOptions): Promise<Value> {
    return new Promise((resolve, reject) => {
      this.#ask(
        { kind: "update", key, updater, resolve, reject, onStart: undefined, place: UNPLACED },
        options?.signal,
      );
    });
  }

  close(): Promise<void> {
    return (this.#closed ??= new Promise((resolve, reject) => {
      void this.#actor.send({ kind: "stop", resolve, reject, onStart: undefined, place: UNPLACED });
    }));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #ask(message: StateMessage<Key, Value>, signal: AbortSignal | undefined): void {
    if (this.#closed !== undefined) {
      message.reject(new StoreClosedError());
      return;
    }
    if (signal !== undefined) {
      if (signal.aborted) {
        message.reject(signal.reason);
        return;
      }
      this.#withdrawOnAbort(message, signal);
    }
    void this.#actor.send(message);
  }

  /** Listens exactly while the message waits: until it is withdrawn, or the actor receives it. */
  #withdrawOnAbort(message: StateMessage<Key, Value>, signal: AbortSignal): void {
    const withdraw = (): void => {
      this.#actor.withdraw(message);
      message.reject(signal.reason);
    };
    signal.addEventListener("abort", withdraw, { once: true });
    message.onStart = () => {
      signal.removeEventListener("abort", withdraw);
    };
  }
}

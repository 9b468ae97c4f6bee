/**
 * The clients' side of the actor: each operation is one message and one promise for its reply.
 * This code never touches the state.
 */
import {
  addAbortWaiter,
  inCallersContext,
  nextTurn,
  refuseInTurn,
  rejectInTurn,
  removeAbortWaiter,
  type AbortWaiter,
} from "@sync-strategies/event-loop";
import {
  StoreClosedError,
  type OperationOptions,
  type StateStore,
  type Storable,
  type Updater,
} from "@sync-strategies/state-store";
import type { ActorOptions } from "./actor.ts";
import type { Cancellation, StateMessage } from "./messages.ts";
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
  constructor(options?: Pick<ActorOptions, "mailboxCapacity">) {
    this.#actor = new StateActor(options);
  }

  // No method is `async`: that would add a second promise around the reply.

  read(key: Key, options?: OperationOptions): Promise<Value | undefined> {
    const refused = this.#refusal(options?.signal);
    if (refused !== undefined) return refused;
    return new Promise((resolve, reject) => {
      this.#ask(
        { kind: "read", key, resolve, reject, cancellation: undefined, place: UNPLACED },
        options?.signal,
      );
    });
  }

  write(key: Key, value: Value, options?: OperationOptions): Promise<void> {
    const refused = this.#refusal(options?.signal);
    if (refused !== undefined) return refused;
    return new Promise((resolve, reject) => {
      this.#ask(
        { kind: "write", key, value, resolve, reject, cancellation: undefined, place: UNPLACED },
        options?.signal,
      );
    });
  }

  update(key: Key, updater: Updater<Value>, options?: OperationOptions): Promise<Value> {
    const refused = this.#refusal(options?.signal);
    if (refused !== undefined) return refused;
    return new Promise((resolve, reject) => {
      this.#ask(
        {
          kind: "update",
          key,
          updater: inCallersContext(updater),
          resolve,
          reject,
          cancellation: undefined,
          place: UNPLACED,
        },
        options?.signal,
      );
    });
  }

  close(): Promise<void> {
    return (this.#closed ??= this.#stopActor());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #stopActor(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      void this.#actor.send({
        kind: "stop",
        resolve,
        reject,
        cancellation: undefined,
        place: UNPLACED,
      });
    });
    // An answer may still wait for the event loop's turn: at most for this one.
    await nextTurn();
  }

  #refusal(signal: AbortSignal | undefined): Promise<never> | undefined {
    if (this.#closed !== undefined) return rejectInTurn(new StoreClosedError());
    return signal?.aborted === true ? rejectInTurn(signal.reason) : undefined;
  }

  #ask(message: StateMessage<Key, Value>, signal: AbortSignal | undefined): void {
    if (signal !== undefined) message.cancellation = new Withdrawal(this.#actor, message, signal);
    void this.#actor.send(message);
  }
}

/** Listens exactly while the message waits: until it is withdrawn, or the actor receives it. */
class Withdrawal<Key, Value extends Storable> implements Cancellation, AbortWaiter {
  readonly #actor: StateActor<Key, Value>;
  readonly #message: StateMessage<Key, Value>;
  readonly #signal: AbortSignal;

  constructor(
    actor: StateActor<Key, Value>,
    message: StateMessage<Key, Value>,
    signal: AbortSignal,
  ) {
    this.#actor = actor;
    this.#message = message;
    this.#signal = signal;
    addAbortWaiter(signal, this);
  }

  onAbort(reason: unknown): void {
    this.#actor.withdraw(this.#message);
    refuseInTurn(this.#message.reject, reason);
  }

  end(): void {
    removeAbortWaiter(this.#signal, this);
  }
}

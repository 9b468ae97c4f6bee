/**
 * The clients' side of the owners: each operation is a request to the owner of its key. An owner
 * is made at the first request for its key and ends after the last; an idle key costs only its
 * value.
 *
 * Invariant: a key's value is in force in exactly one place: in its owner while the key has one,
 * and in `#idleValues` otherwise. While a key has an owner, nothing reads its idle value.
 */
import { inCallersContext, nextTurn, rejectInTurn } from "@sync-strategies/event-loop";
import {
  StoreClosedError,
  type OperationOptions,
  type StateStore,
  type Storable,
  type Updater,
} from "@sync-strategies/state-store";
import { KeyOwner } from "./key-owner.ts";
import { Cancellation, type Request } from "./requests.ts";

export class OwnerPerKeyStore<Key, Value extends Storable> implements StateStore<Key, Value> {
  readonly #idleValues = new Map<Key, Value>();
  readonly #owners = new Map<Key, KeyOwner<Value>>();
  #closed: Promise<void> | undefined;
  #onNoOwnerLeft: (() => void) | undefined;

  /** The number of owners: one per key with open requests. */
  get ownerCount(): number {
    return this.#owners.size;
  }

  // No method is `async`: that would add a second promise around the reply.

  read(key: Key, options?: OperationOptions): Promise<Value | undefined> {
    const refused = this.#refusal(options?.signal);
    if (refused !== undefined) return refused;
    return new Promise((resolve, reject) => {
      this.#ask(key, { kind: "read", resolve, reject, cancellation: undefined }, options?.signal);
    });
  }

  write(key: Key, value: Value, options?: OperationOptions): Promise<void> {
    const refused = this.#refusal(options?.signal);
    if (refused !== undefined) return refused;
    return new Promise((resolve, reject) => {
      const request = { kind: "write", value, resolve, reject, cancellation: undefined } as const;
      this.#ask(key, request, options?.signal);
    });
  }

  update(key: Key, updater: Updater<Value>, options?: OperationOptions): Promise<Value> {
    const refused = this.#refusal(options?.signal);
    if (refused !== undefined) return refused;
    return new Promise((resolve, reject) => {
      const request = {
        kind: "update",
        updater: inCallersContext(updater),
        resolve,
        reject,
        cancellation: undefined,
      } as const;
      this.#ask(key, request, options?.signal);
    });
  }

  close(): Promise<void> {
    return (this.#closed ??= this.#releaseState());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #refusal(signal: AbortSignal | undefined): Promise<never> | undefined {
    if (this.#closed !== undefined) return rejectInTurn(new StoreClosedError());
    return signal?.aborted === true ? rejectInTurn(signal.reason) : undefined;
  }

  #ask(key: Key, request: Request<Value>, signal: AbortSignal | undefined): void {
    if (signal !== undefined) request.cancellation = new Cancellation(signal, request.reject);
    this.#ownerOf(key).ask(request);
  }

  #ownerOf(key: Key): KeyOwner<Value> {
    const running = this.#owners.get(key);
    if (running !== undefined) return running;
    const owner = new KeyOwner(this.#idleValues.get(key), (value) => this.#retireOwner(key, value));
    this.#owners.set(key, owner);
    return owner;
  }

  #retireOwner(key: Key, value: Value | undefined): void {
    if (value !== undefined) this.#idleValues.set(key, value);
    this.#owners.delete(key);
    if (this.#owners.size === 0) this.#onNoOwnerLeft?.();
  }

  /** No more requests are accepted: when the last owner has ended, all have been answered. */
  async #releaseState(): Promise<void> {
    if (this.#owners.size > 0) {
      await new Promise<void>((resolve) => {
        this.#onNoOwnerLeft = resolve;
      });
    }
    // An answer may still wait for the event loop's turn: at most for this one.
    await nextTurn();
    this.#idleValues.clear();
  }
}

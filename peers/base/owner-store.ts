/**
 * A Map that one task owns, and requests to it: for channels and actors. How a request reaches
 * the owner and its reply to the caller is the library's affair, and all that differs.
 */
import {
  answerInTurn,
  inCallersContext,
  rejectInTurn,
  turnIfDue,
} from "@sync-strategies/event-loop";
import {
  StoreClosedError,
  type OperationOptions,
  type Storable,
  type Updater,
} from "@sync-strategies/state-store";
import { outcomeOf, PeerStore, valueOf, type Outcome } from "./peer-store.ts";
import type { Waiting } from "./waiting.ts";

export type Request<Key, Value extends Storable> = {
  readonly key: Key;
  /** Of an operation with a signal. */
  readonly waiting: Waiting | undefined;
} & (
  | { readonly kind: "read" }
  | { readonly kind: "write"; readonly value: Value }
  | { readonly kind: "update"; readonly updater: Updater<Value> }
);

export abstract class OwnerStore<Key, Value extends Storable> extends PeerStore<Key, Value> {
  readonly #state = new Map<Key, Value>();
  /** Accepted and not yet answered. */
  #open = 0;
  readonly #maximumOpen: number;
  #onDrained: (() => void) | undefined;

  /** @param maximumOpen what the library refuses to go beyond, by throwing where nothing catches. */
  constructor(maximumOpen = Infinity) {
    super();
    this.#maximumOpen = maximumOpen;
  }

  /** Sends the request to the owner, and resolves to the owner's reply. Never rejects. */
  protected abstract ask<Reply>(request: Request<Key, Value>): Promise<Reply>;

  /** Ends the owner, which gets no more requests. */
  protected abstract end(): void;

  read(key: Key, options?: OperationOptions): Promise<Value | undefined> {
    const signal = options?.signal;
    if (signal === undefined) return this.#request({ kind: "read", key, waiting: undefined });
    return this.startWaiting(signal, (waiting) => this.#request({ kind: "read", key, waiting }));
  }

  write(key: Key, value: Value, options?: OperationOptions): Promise<void> {
    const signal = options?.signal;
    if (signal === undefined) {
      return this.#request({ kind: "write", key, value, waiting: undefined });
    }
    return this.startWaiting(signal, (waiting) =>
      this.#request({ kind: "write", key, value, waiting }),
    );
  }

  update(key: Key, updater: Updater<Value>, options?: OperationOptions): Promise<Value> {
    const bound = inCallersContext(updater);
    const ask = (waiting: Waiting | undefined): Promise<Value> =>
      this.#request<Outcome<Value>>({ kind: "update", key, updater: bound, waiting }).then(valueOf);
    const signal = options?.signal;
    return signal === undefined ? ask(undefined) : this.startWaiting(signal, ask);
  }

  #request<Reply>(request: Request<Key, Value>): Promise<Reply> {
    if (this.isClosed) return rejectInTurn(new StoreClosedError());
    if (this.#open >= this.#maximumOpen) {
      return Promise.reject(
        new RangeError(`No more than ${this.#maximumOpen} operations may wait.`),
      );
    }
    this.#open += 1;
    return this.ask(request);
  }

  /**
   * What the owner does with a request: the reply, or a promise of it, which the owner awaits
   * before it looks at the next request.
   */
  protected carryOut(
    request: Request<Key, Value>,
  ): Value | undefined | Promise<Value | Outcome<Value> | undefined | void> {
    if (request.waiting?.begin() === false) return undefined;
    switch (request.kind) {
      case "read":
        return answerInTurn(this.#state.get(request.key));
      case "write":
        this.#state.set(request.key, request.value);
        return turnIfDue();
      case "update":
        return outcomeOf(this.#state, request.key, request.updater);
    }
  }

  /** To be called once for each request, when its reply is on its way. */
  protected answered(): void {
    this.#open -= 1;
    if (this.#open === 0) this.#onDrained?.();
  }

  protected override async drain(): Promise<void> {
    if (this.#open > 0) {
      await new Promise<void>((resolve) => {
        this.#onDrained = resolve;
      });
    }
    this.#state.clear();
    this.end();
  }
}

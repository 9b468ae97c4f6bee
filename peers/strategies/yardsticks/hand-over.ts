/**
 * One promise for each request, resolved from an array that a microtask drains: the least that a
 * request, its hand-over to another task and the reply can cost. It is the limit of channels and
 * actors alike. So it shares nothing with other owners, whose every line would be paid for here,
 * and leaves the event loop no turn while its clients never pause.
 *
 * Invariant: the requests that wait are `#slots[#next]` up to, and without, `#slots[#length]`. The
 * array is kept when it is empty. While `#length` is above 0 a drain is due or under way, so only
 * the request that ends an empty time starts one.
 */
import { inCallersContext } from "@sync-strategies/event-loop";
import {
  StoreClosedError,
  type OperationOptions,
  type Storable,
  type Strategy,
  type Updater,
} from "@sync-strategies/state-store";
import { outcomeOf, PeerStore, valueOf, type Outcome } from "../../base/peer-store.ts";
import { ownerTask, promisePerRequest } from "../../base/traits.ts";
import type { Waiting } from "../../base/waiting.ts";

type Request<Key, Value extends Storable> = {
  readonly key: Key;
  readonly waiting: Waiting | undefined;
} & (
  | { readonly kind: "read"; readonly content: undefined; resolve(value: Value | undefined): void }
  | { readonly kind: "write"; readonly content: Value; resolve(): void }
  | { readonly kind: "update"; readonly content: Updater<Value>; resolve(o: Outcome<Value>): void }
);

class HandOverStore<Key, Value extends Storable> extends PeerStore<Key, Value> {
  readonly #state = new Map<Key, Value>();
  readonly #slots: (Request<Key, Value> | undefined)[] = [];
  #next = 0;
  #length = 0;
  #onDrained: (() => void) | undefined;

  // The way without a signal makes no closure but the promise's own.

  read(key: Key, options?: OperationOptions): Promise<Value | undefined> {
    const signal = options?.signal;
    if (signal !== undefined) {
      return this.startWaiting(signal, (waiting) => this.#read(key, waiting));
    }
    return this.isClosed ? Promise.reject(new StoreClosedError()) : this.#read(key, undefined);
  }

  #read(key: Key, waiting: Waiting | undefined): Promise<Value | undefined> {
    return new Promise((resolve) => {
      this.#post({ kind: "read", key, content: undefined, waiting, resolve });
    });
  }

  write(key: Key, value: Value, options?: OperationOptions): Promise<void> {
    const signal = options?.signal;
    if (signal !== undefined) {
      return this.startWaiting(signal, (waiting) => this.#write(key, value, waiting));
    }
    return this.isClosed
      ? Promise.reject(new StoreClosedError())
      : this.#write(key, value, undefined);
  }

  #write(key: Key, value: Value, waiting: Waiting | undefined): Promise<void> {
    return new Promise((resolve) => {
      this.#post({ kind: "write", key, content: value, waiting, resolve });
    });
  }

  update(key: Key, updater: Updater<Value>, options?: OperationOptions): Promise<Value> {
    const signal = options?.signal;
    if (signal !== undefined) {
      return this.startWaiting(signal, (waiting) => this.#update(key, updater, waiting));
    }
    return this.isClosed
      ? Promise.reject(new StoreClosedError())
      : this.#update(key, updater, undefined);
  }

  #update(key: Key, updater: Updater<Value>, waiting: Waiting | undefined): Promise<Value> {
    return new Promise<Outcome<Value>>((resolve) => {
      this.#post({ kind: "update", key, content: inCallersContext(updater), waiting, resolve });
    }).then(valueOf);
  }

  #post(request: Request<Key, Value>): void {
    this.#slots[this.#length] = request;
    this.#length += 1;
    if (this.#length === 1) queueMicrotask(this.#serve);
  }

  readonly #serve = (): void => {
    while (this.#next < this.#length) {
      const request = this.#slots[this.#next]!;
      this.#slots[this.#next] = undefined;
      this.#next += 1;
      if (request.waiting?.begin() === false) continue;
      if (request.kind === "read") {
        request.resolve(this.#state.get(request.key));
      } else if (request.kind === "write") {
        this.#state.set(request.key, request.content);
        request.resolve();
      } else {
        // No request is served until the updater is done.
        void outcomeOf(this.#state, request.key, request.content).then((outcome) => {
          request.resolve(outcome);
          this.#serve();
        });
        return;
      }
    }
    this.#next = 0;
    this.#length = 0;
    this.#onDrained?.();
  };

  protected override async drain(): Promise<void> {
    if (this.#length > 0) {
      await new Promise<void>((resolve) => {
        this.#onDrained = resolve;
      });
    }
    this.#state.clear();
  }
}

const strategy: Strategy = {
  id: "hand-over",
  title: "The limit of any hand-over",
  summary: "An array of requests that a microtask drains: a yardstick for channels and actors.",
  reply: promisePerRequest,
  traits: { ...ownerTask, lacks: ["interruptible"] },
  createStore: <Key, Value extends Storable>() => new HandOverStore<Key, Value>(),
};

export default strategy;

/**
 * The floor of all hand-overs as a strategy: one promise for each operation, resolved from an array
 * that a microtask empties. It cannot cancel and does not let an updater await, so it does not
 * keep the contract; it shows the least that a store with an owner can cost.
 */
import type { StateStore, Storable, Strategy, Updater } from "@sync-strategies/state-store";

interface Request<Key, Value> {
  readonly key: Key;
  /** Undefined for a read. */
  readonly value: Value | undefined;
  readonly resolve: (value: Value | undefined) => void;
}

class HandOver<Key, Value extends Storable> implements StateStore<Key, Value> {
  readonly #state = new Map<Key, Value>();
  #requests: Request<Key, Value>[] = [];

  read(key: Key): Promise<Value | undefined> {
    return new Promise((resolve) => this.#add({ key, value: undefined, resolve }));
  }

  write(key: Key, value: Value): Promise<void> {
    return new Promise((resolve) => this.#add({ key, value, resolve: () => resolve() }));
  }

  async update(key: Key, updater: Updater<Value>): Promise<Value> {
    const next = await updater(this.#state.get(key));
    this.#state.set(key, next);
    return next;
  }

  #add(request: Request<Key, Value>): void {
    if (this.#requests.push(request) === 1) queueMicrotask(this.#serveAll);
  }

  readonly #serveAll = (): void => {
    const requests = this.#requests;
    this.#requests = [];
    for (const { key, value, resolve } of requests) {
      if (value !== undefined) this.#state.set(key, value);
      resolve(value === undefined ? this.#state.get(key) : value);
    }
  };

  async close(): Promise<void> {
    this.#state.clear();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

const strategy: Strategy = {
  id: "hand-over",
  title: "The floor of all hand-overs",
  summary: "One promise for each operation, resolved from an array that a microtask empties.",
  traits: {
    access: "owner-task",
    exclusion: "nothing",
    reads: "wait",
    updaterRuns: "once",
    control: false,
  },
  createStore: <Key, Value extends Storable>() => new HandOver<Key, Value>(),
};

export default strategy;

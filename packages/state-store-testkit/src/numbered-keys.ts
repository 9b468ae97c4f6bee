/**
 * A store of numbers as the tests use every store: they name their keys as they like, and each key
 * gets the next whole number, once for this store. So one suite serves stores of both kinds.
 */
import type { OperationOptions, StateStore, Storable, Updater } from "@sync-strategies/state-store";

/** How many keys a test may use in one store whose keys are numbers. */
export const KEY_LIMIT = 4096;

export class NumberedKeys<Key, Value extends Storable> implements StateStore<Key, Value> {
  readonly #store: StateStore<number, Value>;
  readonly #numbers = new Map<Key, number>();

  constructor(store: StateStore<number, Value>) {
    this.#store = store;
  }

  read(key: Key, options?: OperationOptions): Promise<Value | undefined> {
    return this.#store.read(this.#numberOf(key), options);
  }

  write(key: Key, value: Value, options?: OperationOptions): Promise<void> {
    return this.#store.write(this.#numberOf(key), value, options);
  }

  update(key: Key, updater: Updater<Value>, options?: OperationOptions): Promise<Value> {
    return this.#store.update(this.#numberOf(key), updater, options);
  }

  close(): Promise<void> {
    return this.#store.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#store[Symbol.asyncDispose]();
  }

  #numberOf(key: Key): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(key, number);
    return number;
  }
}

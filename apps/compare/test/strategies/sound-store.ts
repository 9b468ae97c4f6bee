import {
  StoreClosedError,
  type StateStore,
  type Storable,
  type Strategy,
  type Updater,
} from "@sync-strategies/state-store";

/** A correct store, one operation behind the other, for the tests' strategies to spoil. */
export class SoundStore<Key, Value extends Storable> implements StateStore<Key, Value> {
  readonly state = new Map<Key, Value>();
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  protected inTurn<Result>(operation: () => Result | Promise<Result>): Promise<Result> {
    if (this.#closed) return Promise.reject(new StoreClosedError());
    const result = this.#last.then(operation);
    this.#last = result.catch(() => {});
    return result;
  }

  read(key: Key): Promise<Value | undefined> {
    return this.inTurn(() => this.state.get(key));
  }

  write(key: Key, value: Value): Promise<void> {
    return this.inTurn(() => void this.state.set(key, value));
  }

  update(key: Key, updater: Updater<Value>): Promise<Value> {
    return this.inTurn(async () => {
      const value = await updater(this.state.get(key));
      this.state.set(key, value);
      return value;
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#last;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** A strategy from nothing but an id and a way to make its store. */
export function strategy(id: string, createStore: Strategy["createStore"]): Strategy {
  return {
    id,
    title: `The test strategy ${id}`,
    summary: "It exists for a test.",
    traits: {
      access: "lock-holder",
      exclusion: "store",
      reads: "wait",
      updaterRuns: "once",
      control: false,
    },
    createStore,
  };
}

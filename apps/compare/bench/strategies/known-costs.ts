/**
 * Strategies whose speed is known: each operation keeps the processor busy for a stated time, so
 * long that what the clients add is lost in it. The first two are the same under two names, the
 * third takes a fifth longer.
 */
import { StoreClosedError } from "@sync-strategies/state-store";
import type { StateStore, Storable, Strategy, Updater } from "@sync-strategies/state-store";

class BusyStore<Key, Value extends Storable> implements StateStore<Key, Value> {
  readonly #values = new Map<Key, Value>();
  readonly #busyMs: number;
  #closed = false;

  constructor(busyMs: number) {
    this.#busyMs = busyMs;
  }

  async read(key: Key): Promise<Value | undefined> {
    this.#work();
    return this.#values.get(key);
  }

  async write(key: Key, value: Value): Promise<void> {
    this.#work();
    this.#values.set(key, value);
  }

  async update(key: Key, updater: Updater<Value>): Promise<Value> {
    this.#work();
    const value = await updater(this.#values.get(key));
    this.#values.set(key, value);
    return value;
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #work(): void {
    if (this.#closed) throw new StoreClosedError();
    const until = performance.now() + this.#busyMs;
    while (performance.now() < until);
  }
}

function busy(id: string, busyMs: number): Strategy {
  return {
    id,
    title: `Busy for ${busyMs} ms`,
    summary: "Not synchronized; only its speed is of interest.",
    traits: {
      access: "any-caller",
      exclusion: "nothing",
      reads: "never-wait",
      updaterRuns: "once",
      control: false,
    },
    createStore: <Key, Value extends Storable>() => new BusyStore<Key, Value>(busyMs),
  };
}

export default [busy("base", 2), busy("same", 2), busy("slowed", 2.4)];

/**
 * A bare Map behind `await`: what the clients and their counting cost by themselves. No store
 * that returns promises can be faster.
 *
 * It coordinates nothing, so updates that await are lost, and it says so: it is a control. Nor does
 * it leave the event loop a turn while its clients never pause, which would cost something.
 */
import {
  StoreClosedError,
  type OperationOptions,
  type Storable,
  type Strategy,
  type Updater,
} from "@sync-strategies/state-store";
import { PeerStore } from "../../base/peer-store.ts";

class BareMapStore<Key, Value extends Storable> extends PeerStore<Key, Value> {
  readonly #state = new Map<Key, Value>();
  readonly #updates = new Set<Promise<Value>>();

  async read(key: Key, options?: OperationOptions): Promise<Value | undefined> {
    this.#admit(options?.signal);
    return this.#state.get(key);
  }

  async write(key: Key, value: Value, options?: OperationOptions): Promise<void> {
    this.#admit(options?.signal);
    this.#state.set(key, value);
  }

  async update(key: Key, updater: Updater<Value>, options?: OperationOptions): Promise<Value> {
    this.#admit(options?.signal);
    const update = this.#replace(key, updater);
    this.#updates.add(update);
    return update.finally(() => this.#updates.delete(update));
  }

  #admit(signal: AbortSignal | undefined): void {
    if (this.isClosed) throw new StoreClosedError();
    signal?.throwIfAborted();
  }

  async #replace(key: Key, updater: Updater<Value>): Promise<Value> {
    await Promise.resolve();
    const value = await updater(this.#state.get(key));
    this.#state.set(key, value);
    return value;
  }

  protected override async drain(): Promise<void> {
    await Promise.allSettled(this.#updates);
    this.#state.clear();
  }
}

const strategy: Strategy = {
  id: "bare-map",
  title: "A bare Map",
  summary: "A Map behind await, and nothing else: a yardstick for every store.",
  reply: "none: the caller does it itself",
  traits: {
    access: "any-caller",
    exclusion: "nothing",
    reads: "never-wait",
    updaterRuns: "once",
    lacks: ["interruptible"],
    control: true,
  },
  createStore: <Key, Value extends Storable>() => new BareMapStore<Key, Value>(),
};

export default strategy;

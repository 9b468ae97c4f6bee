/**
 * Correct stores that differ in everything the contract leaves open. The suite must pass each
 * of them, or it demands more than the contract does.
 */
import { nextTurn } from "@sync-strategies/event-loop";
import {
  LEAST_MAXIMUM_OPEN,
  type Storable,
  type Strategy,
  type StrategyTraits,
  type Updater,
} from "@sync-strategies/state-store";
import { SoundStore, type Waiter } from "@sync-strategies/state-store-testkit/broken-stores";

/** Reads never wait: they return the value that is in force while an updater awaits. */
class SnapshotReads<Key, Value extends Storable> extends SoundStore<Key, Value> {
  override async read(
    ...[key, options]: Parameters<SoundStore<Key, Value>["read"]>
  ): Promise<Value | undefined> {
    this.admit(options?.signal);
    return this.load(key);
  }
}

/** Of the first hundred that wait, serves the one that came last. */
class LastComeFirstServed<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override passTurn(): void {
    let chosen: Waiter | undefined;
    let count = 0;
    for (const waiter of this.waiting) {
      chosen = waiter;
      count += 1;
      if (count === 100) break;
    }
    if (chosen === undefined) {
      super.passTurn();
      return;
    }
    this.waiting.delete(chosen);
    chosen.begin();
  }
}

/** Does everything some turns of the event loop later, as a store in another thread would. */
class FarAway<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override async performInTurn<Result>(
    operation: () => Result | Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    const result = await super.performInTurn(async () => {
      await turns(2);
      return operation();
    }, signal);
    await turns(1);
    return result;
  }
}

/** Each key has a queue of its own: in fact, a store of its own. */
class LockPerKey<Key, Value extends Storable> extends SoundStore<Key, Value> {
  readonly #stores = new Map<Key, SoundStore<Key, Value>>();

  #storeOf(key: Key): SoundStore<Key, Value> {
    let store = this.#stores.get(key);
    if (store === undefined) {
      store = new SoundStore();
      if (this.closed !== undefined) void store.close();
      this.#stores.set(key, store);
    }
    return store;
  }

  override read(...call: Parameters<SoundStore<Key, Value>["read"]>): Promise<Value | undefined> {
    return this.#storeOf(call[0]).read(...call);
  }

  override write(...call: Parameters<SoundStore<Key, Value>["write"]>): Promise<void> {
    return this.#storeOf(call[0]).write(...call);
  }

  override update(...call: Parameters<SoundStore<Key, Value>["update"]>): Promise<Value> {
    return this.#storeOf(call[0]).update(...call);
  }

  protected override async drain(): Promise<void> {
    await Promise.all([...this.#stores.values()].map((store) => store.close()));
  }
}

/** Takes no lock at all: an update starts over if the value was replaced meanwhile. */
class Optimistic<Key, Value extends Storable> extends SoundStore<Key, Value> {
  readonly #versions = new Map<Key, number>();

  protected override takeTurn(): Promise<void> {
    return Promise.resolve();
  }

  protected override save(key: Key, value: Value): void {
    this.#versions.set(key, this.#version(key) + 1);
    super.save(key, value);
  }

  protected override async replace(key: Key, updater: Updater<Value>): Promise<Value> {
    for (;;) {
      const version = this.#version(key);
      const next = await updater(this.load(key));
      if (this.#version(key) === version) {
        this.save(key, next);
        return next;
      }
    }
  }

  #version(key: Key): number {
    return this.#versions.get(key) ?? 0;
  }
}

/** Refuses what goes beyond its limit, and says so by its traits. */
class Bounded<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override admit(signal: AbortSignal | undefined): void {
    super.admit(signal);
    if (this.open.size >= LEAST_MAXIMUM_OPEN) throw new RangeError("Too many operations are open.");
  }
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) {
    await nextTurn();
  }
}

function sound(
  Store: typeof SoundStore,
  id: string,
  traits: Partial<StrategyTraits> = {},
): Strategy {
  return {
    id,
    title: id,
    summary: "A correct store.",
    traits: {
      access: "owner-task",
      exclusion: "store",
      reads: "wait",
      updaterRuns: "once",
      control: false,
      ...traits,
    },
    createStore: async <Key, Value extends Storable>() => new Store<Key, Value>(),
  };
}

export const soundStores: readonly Strategy[] = [
  sound(SoundStore, "one queue"),
  sound(SnapshotReads, "reads that never wait", { reads: "never-wait" }),
  sound(LastComeFirstServed, "last come, first served"),
  sound(FarAway, "far away"),
  sound(LockPerKey, "a lock per key", { exclusion: "key" }),
  sound(Optimistic, "optimistic", {
    exclusion: "nothing",
    reads: "never-wait",
    updaterRuns: "at-least-once",
  }),
  sound(Bounded, "bounded", { maximumOpen: LEAST_MAXIMUM_OPEN }),
];

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
} from "@sync-strategies/state-store";
import {
  optimisticTraits,
  SoundLockPerKeyStore,
  SoundOptimisticStore,
  SoundStore,
  type Waiter,
} from "@sync-strategies/state-store-testkit/broken-stores";
import { KEY_LIMIT } from "../src/numbered-keys.ts";

/** Reads never wait: they return the value that is in force while an updater awaits. */
class SnapshotReads<Key, Value extends Storable> extends SoundStore<Key, Value> {
  override read(
    ...[key, options]: Parameters<SoundStore<Key, Value>["read"]>
  ): Promise<Value | undefined> {
    return this.performAtOnce(() => this.load(key), options?.signal);
  }
}

/** Of those that wait, serves the one that came last, but each of them before those that come later. */
class LastComeFirstServed<Key, Value extends Storable> extends SoundStore<Key, Value> {
  #batch: Waiter[] = [];

  protected override nextInTurn(): Waiter | undefined {
    this.#batch = this.#batch.filter((waiter) => this.waiting.has(waiter));
    if (this.#batch.length === 0) this.#batch = [...this.waiting];
    return this.#batch.pop();
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

/** Refuses what goes beyond its limit, and says so by its traits. */
class Bounded<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override admit(signal: AbortSignal | undefined): void {
    super.admit(signal);
    if (this.open.size >= LEAST_MAXIMUM_OPEN) throw new RangeError("Too many operations are open.");
  }
}

/** Holds what shared memory can: numbers, by whole numbers below a limit. */
class NumbersOnly<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override load(key: Key): Value | undefined {
    if (!Number.isInteger(key) || Number(key) < 0 || Number(key) >= KEY_LIMIT) {
      throw new RangeError(`${String(key)} is no key of this store.`);
    }
    return super.load(key);
  }

  protected override save(key: Key, value: Value): void {
    if (typeof value !== "number") throw new TypeError("Its values are numbers.");
    super.save(key, value);
  }
}

/** Copies what goes in and out, as a store in another thread does. */
class Copying<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override load(key: Key): Value | undefined {
    return structuredClone(super.load(structuredClone(key)));
  }

  protected override save(key: Key, value: Value): void {
    super.save(structuredClone(key), structuredClone(value));
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
    title: `Sound: ${id}`,
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
  sound(SoundStore, "one-queue"),
  sound(SnapshotReads, "reads-that-never-wait", { reads: "never-wait" }),
  sound(LastComeFirstServed, "last-come-first-served"),
  sound(FarAway, "far-away"),
  sound(SoundLockPerKeyStore, "a-lock-per-key", { exclusion: "key" }),
  sound(SoundOptimisticStore, "optimistic", optimisticTraits),
  sound(NumbersOnly, "numbers-only", { values: "number" }),
  sound(Copying, "copying", { values: "copy" }),
  sound(Bounded, "bounded", { maximumOpen: LEAST_MAXIMUM_OPEN }),
];

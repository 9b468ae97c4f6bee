import type { Storable, Updater } from "@sync-strategies/state-store";
import { broken, type BrokenStore } from "../broken-store.ts";
import { optimisticTraits, SoundOptimisticStore } from "../sound-optimistic-store.ts";
import { SoundStore } from "../sound-store.ts";

class NoLock<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override takeTurn(): Promise<void> {
    return Promise.resolve();
  }
}

/** Passes the turn on when the updater has returned, not when what it returned has settled. */
class LockReleasedTooEarly<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override async performInTurn<Result>(
    operation: () => Result | Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    this.admit(signal);
    await this.takeTurn(signal);
    try {
      // The missing await.
      return operation();
    } finally {
      this.passTurn();
    }
  }
}

/** Locks for updates alone: a write is only one step, after all. */
class WritesWithoutLock<Key, Value extends Storable> extends SoundStore<Key, Value> {
  override write(
    ...[key, value, options]: Parameters<SoundStore<Key, Value>["write"]>
  ): Promise<void> {
    return this.performAtOnce(() => this.save(key, value), options?.signal);
  }
}

/** Takes the value out while its updater works on it, and lets readers look meanwhile. */
class ReadsOfUnfinishedUpdates<Key, Value extends Storable> extends SoundStore<Key, Value> {
  override read(
    ...[key, options]: Parameters<SoundStore<Key, Value>["read"]>
  ): Promise<Value | undefined> {
    return this.performAtOnce(() => this.load(key), options?.signal);
  }

  protected override async replace(key: Key, updater: Updater<Value>): Promise<Value> {
    const current = this.load(key);
    this.state.delete(key);
    try {
      return await super.replace(key, () => updater(current));
    } catch (error) {
      if (current !== undefined) this.save(key, current);
      throw error;
    }
  }
}

class UpdaterCalledTwice<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override async replace(key: Key, updater: Updater<Value>): Promise<Value> {
    await updater(this.load(key));
    return super.replace(key, updater);
  }
}

class PreviousValueReturned<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override async replace(key: Key, updater: Updater<Value>): Promise<Value> {
    const previous = this.load(key);
    const next = await super.replace(key, updater);
    return previous ?? next;
  }
}

/** Guards against deadlocks by refusing all that an updater calls, whether it awaits or not. */
class NestedCallsRefused<Key, Value extends Storable> extends SoundStore<Key, Value> {
  #updating = false;

  protected override admit(signal: AbortSignal | undefined): void {
    super.admit(signal);
    if (this.#updating) throw new Error("An updater must not call its store.");
  }

  protected override replace(key: Key, updater: Updater<Value>): Promise<Value> {
    return super.replace(key, (current) => {
      this.#updating = true;
      try {
        return updater(current);
      } finally {
        this.#updating = false;
      }
    });
  }
}

/** Recognizes a promise by its class, of which every realm and library has its own. */
class ForeignPromiseNotAwaited<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override async replace(key: Key, updater: Updater<Value>): Promise<Value> {
    const returned = updater(this.load(key));
    const next = returned instanceof Promise ? await returned : returned;
    this.save(key, next);
    return next;
  }
}

export const brokenUpdating: readonly BrokenStore[] = [
  broken(NoLock, {
    id: "no-lock",
    summary: "Lets updates read, await and write side by side.",
    caughtBy: [
      "loses no update when updaters do not await",
      "loses no update when updaters await a microtask",
      "loses no update when updaters await a turn of the event loop",
      "no write takes effect between an updater's call and its result",
      "a write waits while an updater of its key awaits",
      "an update waits while an updater of its key awaits",
      "an updater is not called while another one of its key awaits",
      "a read waits while an updater of its key awaits",
      "a read waits while an updater of another key awaits",
      "a write waits while an updater of another key awaits",
      "an update waits while an updater of another key awaits",
      "updaters that fail take nothing from those that do not",
      "an update works on the value of every write and update that has resolved",
      "no time limit gives a key away while its updater awaits",
      "a write that waits is cancelled at once, with the signal's very reason",
      "an update that waits is cancelled at once, with the signal's very reason",
      "an updater is never called if its update was cancelled while it waited",
      "a write aborted just as its turn comes is cancelled whole, or completes whole",
      "an update aborted just as its turn comes is cancelled whole, or completes whole",
      "cancelling some of those that wait disturbs none of the others",
      "one signal cancels every operation that waits with it, and no other",
      "close drains everything that waits, however much it is",
      "a write that waits may still be cancelled while the store closes",
      "an update that waits may still be cancelled while the store closes",
      "a key without a value takes no memory once its operations have settled",
      "updates of random clients are linearizable, among reads and writes",
      "updates that await are linearizable, among reads and writes",
      "everything that random clients do is linearizable, failing and cancelled operations among it",
      "everything that many random clients do on many keys is linearizable",
      "10,000 operations may be open at once on one key",
    ],
  }),
  broken(LockReleasedTooEarly, {
    id: "lock-released-too-early",
    summary: "Releases its lock while the updater still awaits.",
    caughtBy: [
      "loses no update when updaters await a microtask",
      "loses no update when updaters await a turn of the event loop",
      "no write takes effect between an updater's call and its result",
      "a write waits while an updater of its key awaits",
      "an update waits while an updater of its key awaits",
      "an updater is not called while another one of its key awaits",
      "a read waits while an updater of its key awaits",
      "a read waits while an updater of another key awaits",
      "a write waits while an updater of another key awaits",
      "an update waits while an updater of another key awaits",
      "updaters that fail take nothing from those that do not",
      "no time limit gives a key away while its updater awaits",
      "a write that waits is cancelled at once, with the signal's very reason",
      "an update that waits is cancelled at once, with the signal's very reason",
      "an updater is never called if its update was cancelled while it waited",
      "a write aborted just as its turn comes is cancelled whole, or completes whole",
      "an update aborted just as its turn comes is cancelled whole, or completes whole",
      "cancelling some of those that wait disturbs none of the others",
      "one signal cancels every operation that waits with it, and no other",
      "a write that waits may still be cancelled while the store closes",
      "an update that waits may still be cancelled while the store closes",
      "a key without a value takes no memory once its operations have settled",
      "updates that await are linearizable, among reads and writes",
      "everything that random clients do is linearizable, failing and cancelled operations among it",
      "everything that many random clients do on many keys is linearizable",
    ],
  }),
  broken(WritesWithoutLock, {
    id: "writes-without-lock",
    summary: "Lets writes pass an updater that awaits.",
    caughtBy: [
      "no write takes effect between an updater's call and its result",
      "a write waits while an updater of its key awaits",
      "a write waits while an updater of another key awaits",
      "no time limit gives a key away while its updater awaits",
      "a write that waits is cancelled at once, with the signal's very reason",
      "a write aborted just as its turn comes is cancelled whole, or completes whole",
      "one signal cancels every operation that waits with it, and no other",
      "a write that waits may still be cancelled while the store closes",
      "a key without a value takes no memory once its operations have settled",
      "updates of random clients are linearizable, among reads and writes",
      "updates that await are linearizable, among reads and writes",
      "everything that random clients do is linearizable, failing and cancelled operations among it",
      "everything that many random clients do on many keys is linearizable",
    ],
  }),
  broken(ReadsOfUnfinishedUpdates, {
    id: "reads-of-unfinished-updates",
    summary: "Shows readers the state in the middle of an update.",
    caughtBy: [
      "a read while an updater awaits returns the value before it or after it",
      "a read waits while an updater of its key awaits",
      "a read waits while an updater of another key awaits",
      "no time limit gives a key away while its updater awaits",
      "no time limit ends the wait of close for an updater that awaits",
      "a read that is cancelled while an updater awaits rejects at once, unless it has started",
      "a read that waits when close is called completes",
      "updates that await are linearizable, among reads and writes",
      "everything that random clients do is linearizable, failing and cancelled operations among it",
      "everything that many random clients do on many keys is linearizable",
    ],
  }),
  broken(UpdaterCalledTwice, {
    id: "updater-called-twice",
    summary: "Calls each updater twice.",
    caughtBy: ["an update calls its updater once"],
  }),
  broken(PreviousValueReturned, {
    id: "previous-value-returned",
    summary: "Resolves an update to the value before it.",
    caughtBy: [
      "an updater may make a value of any kind",
      "an update replaces the value and resolves to the new one",
      "an updater may await, and the update resolves to what it makes",
      "loses no update when updaters do not await",
      "loses no update when updaters await a microtask",
      "loses no update when updaters await a turn of the event loop",
      "no write takes effect between an updater's call and its result",
      "a promise of another library or realm is awaited as any other",
      "one signal cancels every operation that waits with it, and no other",
      "an updater that aborts its own signal is not affected",
      "an update called just before close completes",
      "a read that waits when close is called completes",
      "a write that waits when close is called completes",
      "an update that waits when close is called completes",
      "close drains everything that waits, however much it is",
      "a write that waits may still be cancelled while the store closes",
      "an update that waits may still be cancelled while the store closes",
      "updates of random clients are linearizable, among reads and writes",
      "updates that await are linearizable, among reads and writes",
      "everything that random clients do is linearizable, failing and cancelled operations among it",
      "everything that many random clients do on many keys is linearizable",
    ],
  }),
  broken(NestedCallsRefused, {
    id: "nested-calls-refused",
    summary: "Refuses operations that an updater calls without awaiting them.",
    caughtBy: ["an updater may call its store, as long as it does not await it"],
  }),
  broken(ForeignPromiseNotAwaited, {
    id: "foreign-promise-not-awaited",
    summary: "Takes a promise of another library or realm for a value.",
    caughtBy: ["a promise of another library or realm is awaited as any other"],
  }),
  broken(SoundOptimisticStore, {
    id: "starts-over-though-declared-once",
    summary: "Says that it calls updaters once, and starts over.",
    traits: { ...optimisticTraits, updaterRuns: "once" },
    caughtBy: ["an update calls its updater once"],
  }),
];

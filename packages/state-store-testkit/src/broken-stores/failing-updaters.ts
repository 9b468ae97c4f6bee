import type { Storable, Updater } from "@sync-strategies/state-store";
import { broken, type BrokenStore } from "../broken-store.ts";
import { SoundStore } from "../sound-store.ts";

class LockKeptOnThrow<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override async performInTurn<Result>(
    operation: () => Result | Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    this.admit(signal);
    await this.takeTurn(signal);
    const result = await operation();
    // The missing finally.
    this.passTurn();
    return result;
  }
}

class ErrorSwallowed<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override async replace(key: Key, updater: Updater<Value>): Promise<Value> {
    const current = this.load(key);
    try {
      return await super.replace(key, updater);
    } catch {
      // @ts-expect-error It is undefined if the key was never written.
      return current;
    }
  }
}

class ErrorWrapped<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override async replace(key: Key, updater: Updater<Value>): Promise<Value> {
    try {
      return await super.replace(key, updater);
    } catch (error) {
      throw new Error("The updater failed.", { cause: error });
    }
  }
}

/** Asks whether there is an error by asking whether it is truthy. */
class UntrueErrorLost<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override async replace(key: Key, updater: Updater<Value>): Promise<Value> {
    let failure: unknown;
    let next: Value | undefined;
    try {
      next = await super.replace(key, updater);
    } catch (error) {
      failure = error;
    }
    if (failure) throw failure;
    // @ts-expect-error It is undefined after an error that is not truthy.
    return next;
  }
}

class StateChangedOnThrow<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override async replace(key: Key, updater: Updater<Value>): Promise<Value> {
    try {
      return await super.replace(key, updater);
    } catch (error) {
      this.state.delete(key);
      throw error;
    }
  }
}

class FailedUpdaterRetried<Key, Value extends Storable> extends SoundStore<Key, Value> {
  protected override async replace(key: Key, updater: Updater<Value>): Promise<Value> {
    try {
      return await super.replace(key, updater);
    } catch {
      return super.replace(key, updater);
    }
  }
}

export const brokenFailingUpdaters: readonly BrokenStore[] = [
  broken(LockKeptOnThrow, {
    id: "lock-kept-on-throw",
    summary: "Does not release its lock when an updater fails.",
    caughtBy: [
      "a promise of another library or realm is awaited as any other",
      "an update rejects with the very error that its updater throws",
      "an update rejects with the very error that its updater rejects with",
      "an updater that fails is not called again",
      "the value stays as it was when an updater fails",
      "a read called after an updater failed is served",
      "a write called after an updater failed is served",
      "an update called after an updater failed is served",
      "a read waiting behind an updater that fails gets its turn",
      "a write waiting behind an updater that fails gets its turn",
      "an update waiting behind an updater that fails gets its turn",
      "updaters that fail take nothing from those that do not",
      "an update whose updater throws, or is no function at all, rejects and never throws",
      "operations that reject, called over and over, leave timers, signals and I/O their turn",
      "an update leaves no listener on its signal when its updater fails",
      "close resolves only after every accepted operation has settled",
      "an updater that fails while the store closes keeps nothing from finishing",
      "a key without a value takes no memory once its operations have settled",
      "everything that random clients do is linearizable, failing and cancelled operations among it",
      "everything that many random clients do on many keys is linearizable",
    ],
  }),
  broken(ErrorSwallowed, {
    id: "error-swallowed",
    summary: "Resolves an update whose updater failed.",
    caughtBy: [
      "a promise of another library or realm is awaited as any other",
      "an update rejects with the very error that its updater throws",
      "an update rejects with the very error that its updater rejects with",
      "an updater that fails is not called again",
      "updaters that fail take nothing from those that do not",
      "an update whose updater throws, or is no function at all, rejects and never throws",
      "an updater that fails after its signal aborted is told apart by its own error",
      "everything that random clients do is linearizable, failing and cancelled operations among it",
      "everything that many random clients do on many keys is linearizable",
    ],
  }),
  broken(ErrorWrapped, {
    id: "error-wrapped",
    summary: "Rejects with its own error in place of the updater's.",
    caughtBy: [
      "a promise of another library or realm is awaited as any other",
      "an update rejects with the very error that its updater throws",
      "an update rejects with the very error that its updater rejects with",
      "an updater that fails after its signal aborted is told apart by its own error",
      "everything that random clients do is linearizable, failing and cancelled operations among it",
      "everything that many random clients do on many keys is linearizable",
    ],
  }),
  broken(UntrueErrorLost, {
    id: "untrue-error-lost",
    summary: "Overlooks that an updater threw undefined, or another value that is not truthy.",
    caughtBy: [
      "an update rejects with the very error that its updater throws",
      "an update rejects with the very error that its updater rejects with",
    ],
  }),
  broken(StateChangedOnThrow, {
    id: "state-changed-on-throw",
    summary: "Loses the value when its updater fails.",
    caughtBy: [
      "a promise of another library or realm is awaited as any other",
      "the value stays as it was when an updater fails",
      "updaters that fail take nothing from those that do not",
      "everything that random clients do is linearizable, failing and cancelled operations among it",
      "everything that many random clients do on many keys is linearizable",
    ],
  }),
  broken(FailedUpdaterRetried, {
    id: "failed-updater-retried",
    summary: "Calls an updater that failed once more.",
    caughtBy: ["an updater that fails is not called again"],
  }),
];

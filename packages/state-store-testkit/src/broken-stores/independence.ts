import type { Storable } from "@sync-strategies/state-store";
import { broken, type BrokenStore } from "../broken-store.ts";
import { SoundStore } from "../sound-store.ts";

/** What should be a field of the instance is one of the module. */
const sharedState = new Map<unknown, unknown>();

class SharedState<Key, Value extends Storable> extends SoundStore<Key, Value> {
  // @ts-expect-error One Map for keys and values of every type.
  protected override readonly state: Map<Key, Value> = sharedState;
}

/** Runs operations one after the other. */
class Lock {
  #last: Promise<unknown> = Promise.resolve();

  run<Result>(operation: () => Result | Promise<Result>): Promise<Result> {
    const result = this.#last.then(operation);
    this.#last = Promise.allSettled([result]);
    return result;
  }
}

/** Not one lock for ever, or one test that is stuck would make all the later ones stuck. */
let lockOfThisTurn: Lock | undefined;

function takeLockOfThisTurn(): Lock {
  if (lockOfThisTurn === undefined) {
    lockOfThisTurn = new Lock();
    setTimeout(() => (lockOfThisTurn = undefined), 0);
  }
  return lockOfThisTurn;
}

/** Shares a lock with the stores that are created along with it. */
class SharedLock<Key, Value extends Storable> extends SoundStore<Key, Value> {
  readonly #lock = takeLockOfThisTurn();

  protected override performInTurn<Result>(
    operation: () => Result | Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    return super.performInTurn(() => this.#lock.run(operation), signal);
  }
}

export const brokenIndependence: readonly BrokenStore[] = [
  broken(SharedState, {
    id: "shared-state",
    summary: "Keeps the state of all stores in one place.",
    caughtBy: [
      "two stores share no values",
      "closing one store does not close another",
      "what random clients read and write is linearizable",
      "reads, writes and cancelled ones of random clients are linearizable",
      "updates of random clients are linearizable, among reads and writes",
      "updates that await are linearizable, among reads and writes",
      "everything that random clients do is linearizable, failing and cancelled operations among it",
      "everything that many random clients do on many keys is linearizable",
    ],
  }),
  broken(SharedLock, {
    id: "shared-lock",
    summary: "Locks other stores along with itself.",
    caughtBy: [
      "one signal cancels every operation that waits with it, and no other",
      "a read does not wait for an updater of another store",
      "a write does not wait for an updater of another store",
      "an update does not wait for an updater of another store",
    ],
  }),
];

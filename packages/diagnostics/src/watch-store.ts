/**
 * A store that tells diagnostics what its operations wait for and hold. It wraps any strategy's
 * store, and keeps the contract as that does. While diagnostics are off it passes the operations
 * on and does nothing else.
 *
 * Invariant: an operation is recorded from its call to the settling of its promise. It holds from
 * the first call of its updater on.
 */
import type {
  OperationOptions,
  StateStore,
  Storable,
  StrategyTraits,
  Updater,
} from "@sync-strategies/state-store";
import { diagnosing } from "./diagnosing.ts";
import { beginHold, beginWait, endWait } from "./hooks.ts";
import { giveName, nameOf, nameOfKey } from "./names.ts";
import { holdsOf, waitsFor, type OpenHold, type OpenWait } from "./open-waits.ts";
import type { WaitRequest } from "./records.ts";
import { startRecorded } from "./start-recorded.ts";
import { TaskContext } from "./task-context.ts";

/** What diagnostics must know of a store. The traits of its strategy say it. */
export interface WatchOptions {
  /** What messages call the store; a class and a number if omitted. */
  readonly name?: string | undefined;
  /** What an updater excludes while it awaits. */
  readonly exclusion: StrategyTraits["exclusion"];
  /** Whether reads wait for updaters; they do if omitted. */
  readonly reads?: StrategyTraits["reads"] | undefined;
}

/** What a store's operations do. Both lists are empty while diagnostics are off. */
export interface StoreInspection {
  /** The updates whose updaters run, with the keys and places of their calls. */
  readonly holds: readonly OpenHold[];
  /** The operations that wait for their turn, the oldest first. */
  readonly waits: readonly OpenWait[];
}

export interface WatchedStore<Key, Value extends Storable> extends StateStore<Key, Value> {
  inspect(): StoreInspection;
}

/**
 * Watches a store. While diagnostics are on, an operation that would wait for its own task
 * rejects with a `DeadlockError` and has no effect: one that an updater calls on its own store,
 * or that closes a circle over several stores and locks.
 */
export function watchStore<Key, Value extends Storable>(
  store: StateStore<Key, Value>,
  options: WatchOptions,
): WatchedStore<Key, Value> {
  return new Watch(store, options);
}

class Watch<Key, Value extends Storable> implements WatchedStore<Key, Value> {
  readonly #store: StateStore<Key, Value>;
  readonly #options: WatchOptions;
  #closed = false;

  constructor(store: StateStore<Key, Value>, options: WatchOptions) {
    this.#store = store;
    this.#options = options;
    giveName(this, options.name ?? nameOf(store));
  }

  read(key: Key, options?: OperationOptions): Promise<Value | undefined> {
    if (this.#passesOn(options)) return this.#store.read(key, options);
    const { reads } = this.#options;
    const request = this.#request("read", key);
    return recorded(
      reads === "never-wait" ? { ...request, conflictsWith: "no-one" } : request,
      options,
      (signal) => this.#store.read(key, { signal }),
    );
  }

  write(key: Key, value: Value, options?: OperationOptions): Promise<void> {
    if (this.#passesOn(options)) return this.#store.write(key, value, options);
    return recorded(this.#request("write", key), options, (signal) =>
      this.#store.write(key, value, { signal }),
    );
  }

  update(key: Key, updater: Updater<Value>, options?: OperationOptions): Promise<Value> {
    if (this.#passesOn(options)) return this.#store.update(key, updater, options);
    return recorded(this.#request("update", key), options, (signal, operation) => {
      // Whichever task of the store calls the updater, the updater's task is its caller's.
      const task = new TaskContext();
      task.hold(operation);
      const watched: Updater<Value> = (current) => {
        beginHold(operation);
        return task.run(() => awaitedByTask(updater(current)));
      };
      return this.#store.update(key, watched, { signal });
    });
  }

  close(): Promise<void> {
    if (this.#passesOn(undefined)) {
      this.#closed = true;
      return this.#store.close();
    }
    this.#closed = true;
    // The store closes all the same: only the wait for it can be cancelled.
    return recorded(
      { operation: "close", subject: this, untilSettled: true },
      undefined,
      (signal) => Promise.race([this.#store.close(), rejectionBy(signal)]),
    );
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  inspect(): StoreInspection {
    return { holds: holdsOf(this), waits: waitsFor(this).filter(({ works }) => !works) };
  }

  /** True if there is nothing to record: the store itself rejects what comes too late. */
  #passesOn(options: OperationOptions | undefined): boolean {
    return !diagnosing || this.#closed || options?.signal?.aborted === true;
  }

  #request(method: "read" | "write" | "update", key: Key): WaitRequest {
    const { exclusion } = this.#options;
    return {
      operation: `${method} ${nameOfKey(key)} of`,
      subject: this,
      key,
      wholeSubject: exclusion === "store",
      conflictsWith: exclusion === "nothing" ? "own-task" : "everyone",
      untilSettled: true,
    };
  }
}

/** Calls the store's method as an operation that is recorded until its promise settles. */
function recorded<Result>(
  request: WaitRequest,
  options: OperationOptions | undefined,
  call: (signal: AbortSignal, operation: object) => Promise<Result>,
): Promise<Result> {
  const operation = {};
  beginWait(operation, request);
  return startRecorded(
    operation,
    (signal) => call(signal, operation).finally(() => endWait(operation)),
    options?.signal,
  );
}

/** A store may await what an updater returns in another task, but the updater's task waits. */
function awaitedByTask<Result>(result: Result): Result {
  if (result instanceof Promise) void Promise.allSettled([result]);
  return result;
}

function rejectionBy(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

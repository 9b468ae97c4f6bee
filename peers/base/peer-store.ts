/**
 * What the stores of all peers have alike, and what no library brings along: refusing what comes
 * after `close`, and signals. Of this the measured path has the look at two fields; the promise
 * that a caller gets is the library's own wherever the library's users would get that one.
 */
import { nextTurn, rejectInTurn, turnIfDue } from "@sync-strategies/event-loop";
import {
  StoreClosedError,
  type OperationOptions,
  type StateStore,
  type Storable,
  type Updater,
} from "@sync-strategies/state-store";
import { Waiting } from "./waiting.ts";

export abstract class PeerStore<Key, Value extends Storable> implements StateStore<Key, Value> {
  #closed: Promise<void> | undefined;

  abstract read(key: Key, options?: OperationOptions): Promise<Value | undefined>;
  abstract write(key: Key, value: Value, options?: OperationOptions): Promise<void>;
  abstract update(key: Key, updater: Updater<Value>, options?: OperationOptions): Promise<Value>;

  close(): Promise<void> {
    // In the next turn every caller whose operation has been carried out has its result.
    return (this.#closed ??= this.drain().then(nextTurn));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Resolves when all that was accepted has been carried out, if not yet heard of. */
  protected abstract drain(): Promise<void>;

  protected get isClosed(): boolean {
    return this.#closed !== undefined;
  }

  /** Starts an operation with a signal, unless there is no such operation any more. */
  protected startWaiting<Result>(
    signal: AbortSignal,
    start: (waiting: Waiting) => Promise<Result>,
  ): Promise<Result> {
    if (this.isClosed) return rejectInTurn(new StoreClosedError());
    if (signal.aborted) return rejectInTurn(signal.reason);
    return new Promise((resolve, reject) => {
      start(new Waiting(signal, reject)).then(resolve, reject);
    });
  }
}

/** What a lock guards: a Map, or memory that threads share. */
export interface LockedState<Key, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): unknown;
  /** Called when a store closes. */
  clear(): void;
}

/** What comes of an updater, for libraries that hand on no error as it is. */
export type Outcome<Value> =
  | { readonly succeeded: true; readonly value: Value }
  | { readonly succeeded: false; readonly error: unknown };

/** Never rejects, and never calls the updater before it has returned. */
export async function outcomeOf<Key, Value extends Storable>(
  state: LockedState<Key, Value>,
  key: Key,
  updater: Updater<Value>,
): Promise<Outcome<Value>> {
  try {
    await turnIfDue();
    const value = await updater(state.get(key));
    state.set(key, value);
    return { succeeded: true, value };
  } catch (error) {
    return { succeeded: false, error };
  }
}

export function valueOf<Value>(outcome: Outcome<Value>): Value {
  if (outcome.succeeded) return outcome.value;
  throw outcome.error;
}

/**
 * The state is a Map that every client may read at any time. Changes take turns, and each sets
 * its new value only when that is finished.
 *
 * Invariant: an operation sets a value only while it holds `#lock`, in the single step in which
 * it takes effect. So `#state` always holds finished values, those in force: a snapshot that a
 * read may return while an updater still computes the next value.
 *
 * That is enough for linearizability: a read that returns before an update has, comes before the
 * update in the order that explains the history.
 */
import { answerInTurn, nextTurn, rejectInTurn, turnIfDue } from "@sync-strategies/event-loop";
import { UncheckedLock } from "@sync-strategies/locks";
import {
  StoreClosedError,
  type OperationOptions,
  type StateStore,
  type Storable,
  type Updater,
} from "@sync-strategies/state-store";

export class SnapshotStore<Key, Value extends Storable> implements StateStore<Key, Value> {
  readonly #state = new Map<Key, Value>();
  readonly #lock = new UncheckedLock();
  #closed: Promise<void> | undefined;

  async read(key: Key, options?: OperationOptions): Promise<Value | undefined> {
    const refused = this.#refusal(options?.signal);
    if (refused !== undefined) return refused;
    // No lock, even if it is held: an update in progress has not taken effect yet.
    return answerInTurn(this.#state.get(key));
  }

  async write(key: Key, value: Value, options?: OperationOptions): Promise<void> {
    const refused = this.#refusal(options?.signal);
    if (refused !== undefined) return refused;
    // Acquiring a free lock and releasing it in the same step would change nothing.
    if (!this.#lock.isHeld) {
      this.#state.set(key, value);
      return turnIfDue();
    }
    await this.#lock.acquire(options?.signal);
    this.#state.set(key, value);
    this.#lock.release();
  }

  async update(key: Key, updater: Updater<Value>, options?: OperationOptions): Promise<Value> {
    const refused = this.#refusal(options?.signal);
    if (refused !== undefined) return refused;
    // The lock is acquired now, and the updater called a step later, after `update` has returned.
    await this.#lock.acquire(options?.signal);
    try {
      // During this await other clients read the old value, and none can replace it.
      const next = await updater(this.#state.get(key));
      this.#state.set(key, next);
      return next;
    } finally {
      this.#lock.release();
    }
  }

  close(): Promise<void> {
    return (this.#closed ??= this.#releaseState());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #refusal(signal: AbortSignal | undefined): Promise<never> | undefined {
    if (this.#closed !== undefined) return rejectInTurn(new StoreClosedError());
    return signal?.aborted === true ? rejectInTurn(signal.reason) : undefined;
  }

  /** The lock is fair: once we hold it, every change accepted earlier has been made. */
  async #releaseState(): Promise<void> {
    await this.#lock.acquire();
    this.#state.clear();
    this.#lock.release();
    // An answer may still wait for the event loop's turn: at most for this one.
    await nextTurn();
  }
}

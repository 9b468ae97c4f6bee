/**
 * The state is a Map that anybody may read at any time. Those that change it take turns, and put
 * the new value in place only when it is finished.
 *
 * Invariant: whoever sets a value holds `#lock`, and sets it in the one step in which its
 * operation takes effect. What stands in `#state` is therefore always a finished value, the one
 * in force: a snapshot that a read may return while an updater is still at work on the next.
 *
 * That is enough for linearizability. A read during an update comes before it in the one order
 * that explains the history, as long as it returns before the update has.
 */
import { FairLock } from "@sync-strategies/locks";
import {
  StoreClosedError,
  type OperationOptions,
  type StateStore,
  type Storable,
  type Updater,
} from "@sync-strategies/state-store";

export class SnapshotStore<Key, Value extends Storable> implements StateStore<Key, Value> {
  readonly #state = new Map<Key, Value>();
  readonly #lock = new FairLock();
  #closed: Promise<void> | undefined;

  async read(key: Key, options?: OperationOptions): Promise<Value | undefined> {
    this.#accept(options?.signal);
    // No lock, whoever holds it: an update in progress has not happened yet.
    return this.#state.get(key);
  }

  async write(key: Key, value: Value, options?: OperationOptions): Promise<void> {
    this.#accept(options?.signal);
    // To take a free lock and release it in the same step would be to do nothing.
    if (this.#lock.isHeld) {
      await this.#lock.acquire(options?.signal);
      this.#state.set(key, value);
      this.#lock.release();
    } else {
      this.#state.set(key, value);
    }
  }

  async update(key: Key, updater: Updater<Value>, options?: OperationOptions): Promise<Value> {
    this.#accept(options?.signal);
    // The lock is taken now, and the updater called a step later: not before we have returned.
    await this.#lock.acquire(options?.signal);
    try {
      // Everybody else reads the old value during this await, and nobody replaces it.
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

  #accept(signal: AbortSignal | undefined): void {
    if (this.#closed !== undefined) throw new StoreClosedError();
    signal?.throwIfAborted();
  }

  /** The lock is fair: once it is ours, every change accepted earlier has been made. */
  async #releaseState(): Promise<void> {
    await this.#lock.acquire();
    this.#state.clear();
    this.#lock.release();
  }
}

/**
 * TODO: how your strategy shares the state, in a few sentences, and the invariant that keeps it
 * correct. This is the simplest strategy that keeps the contract: one lock around the whole state.
 *
 * Invariant: `#state` is read and written only between acquiring `#lock` and releasing it. The
 * lock is granted in the order of asking, so operations take effect in that order.
 */
import { UncheckedLock } from "@sync-strategies/locks";
import {
  StoreClosedError,
  type OperationOptions,
  type StateStore,
  type Storable,
  type Updater,
} from "@sync-strategies/state-store";

export class TemplateStore<Key, Value extends Storable> implements StateStore<Key, Value> {
  readonly #state = new Map<Key, Value>();
  // TODO: this lock is the strategy. Replace it by your own mechanism, and see what the tests
  // say. If you drop it, remove `@sync-strategies/locks` from package.json.
  readonly #lock = new UncheckedLock();
  #closed: Promise<void> | undefined;

  // The three operations are `async`, so that every failure rejects and none throws.

  async read(key: Key, options?: OperationOptions): Promise<Value | undefined> {
    await this.#acquire(options?.signal);
    const value = this.#state.get(key);
    this.#lock.release();
    return value;
  }

  async write(key: Key, value: Value, options?: OperationOptions): Promise<void> {
    await this.#acquire(options?.signal);
    this.#state.set(key, value);
    this.#lock.release();
  }

  async update(key: Key, updater: Updater<Value>, options?: OperationOptions): Promise<Value> {
    // An updater must not be called before `update` has returned: this await ensures it, even if
    // the lock is free.
    await this.#acquire(options?.signal);
    try {
      // TODO: every other client runs during this await. Say what keeps it from this key's value.
      const next = await updater(this.#state.get(key));
      this.#state.set(key, next);
      return next;
    } finally {
      // Even when the updater throws: the value is unchanged, and other operations wait.
      this.#lock.release();
    }
  }

  close(): Promise<void> {
    // From now on operations are rejected. Closing twice is the same as closing once.
    return (this.#closed ??= this.#releaseState());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Resolves when it is this operation's turn; rejects if it is cancelled or the store is closed. */
  #acquire(signal: AbortSignal | undefined): Promise<void> | undefined {
    if (this.#closed !== undefined) return Promise.reject(new StoreClosedError());
    return this.#lock.acquire(signal);
  }

  /** The lock is fair: once we hold it, every operation accepted earlier has finished. */
  async #releaseState(): Promise<void> {
    await this.#lock.acquire();
    this.#state.clear();
    this.#lock.release();
  }
}

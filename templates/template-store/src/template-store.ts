/**
 * TODO: how your strategy shares the state, in a few sentences, and the invariant that keeps it
 * right. What stands here is the simplest strategy that keeps the contract: one lock around the
 * whole state.
 *
 * Invariant: `#state` is read and written between acquiring `#lock` and releasing it, nowhere
 * else. The lock is granted in the order of asking, so operations take effect in that order.
 */
import { FairLock } from "@sync-strategies/locks";
import {
  StoreClosedError,
  type OperationOptions,
  type StateStore,
  type Storable,
  type Updater,
} from "@sync-strategies/state-store";

export class TemplateStore<Key, Value extends Storable> implements StateStore<Key, Value> {
  readonly #state = new Map<Key, Value>();
  // TODO: this lock is the strategy. Put in its place what yours is made of, or drop it, and see
  // what the tests say. `@sync-strategies/locks` leaves the package.json with it.
  readonly #lock = new FairLock();
  #closed: Promise<void> | undefined;

  // The three operations are `async`, so that whatever goes wrong rejects and never throws.

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
    // An updater must not be called before `update` has returned: the await sees to that, also
    // if the lock is free.
    await this.#acquire(options?.signal);
    try {
      // TODO: everybody else runs during this await. Say what keeps them from this key's value.
      const next = await updater(this.#state.get(key));
      this.#state.set(key, next);
      return next;
    } finally {
      // Also when the updater throws: the value is as it was, and the others want their turn.
      this.#lock.release();
    }
  }

  close(): Promise<void> {
    // From this moment on operations are refused. Closing twice is closing once.
    return (this.#closed ??= this.#releaseState());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Resolves when it is this operation's turn; rejects if it is cancelled, or comes too late. */
  #acquire(signal: AbortSignal | undefined): Promise<void> | undefined {
    if (this.#closed !== undefined) return Promise.reject(new StoreClosedError());
    return this.#lock.acquire(signal);
  }

  /** The lock is fair: once it is ours, every operation accepted earlier has finished. */
  async #releaseState(): Promise<void> {
    await this.#lock.acquire();
    this.#state.clear();
    this.#lock.release();
  }
}

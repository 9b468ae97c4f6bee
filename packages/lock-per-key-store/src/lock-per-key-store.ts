/**
 * The state is a Map, and each key of it has a lock of its own: whoever holds one key keeps
 * nobody from another.
 *
 * Invariant: a key's value is touched only by whoever holds the key's lock, or, while nobody
 * holds it, within one step that does not await. An operation of a key whose lock is held gets
 * it in the order of asking.
 */
import { KeyLocks } from "@sync-strategies/locks";
import {
  StoreClosedError,
  type OperationOptions,
  type StateStore,
  type Storable,
  type Updater,
} from "@sync-strategies/state-store";

export class LockPerKeyStore<Key, Value extends Storable> implements StateStore<Key, Value> {
  readonly #state = new Map<Key, Value>();
  readonly #locks = new KeyLocks<Key>();
  #closed: Promise<void> | undefined;

  async read(key: Key, options?: OperationOptions): Promise<Value | undefined> {
    this.#accept(options?.signal);
    // To take a free lock and release it in the same step would be to do nothing.
    if (!this.#locks.isHeld(key)) return this.#state.get(key);
    await this.#locks.acquire(key, options?.signal);
    const value = this.#state.get(key);
    this.#locks.release(key);
    return value;
  }

  async write(key: Key, value: Value, options?: OperationOptions): Promise<void> {
    this.#accept(options?.signal);
    if (!this.#locks.isHeld(key)) {
      this.#state.set(key, value);
      return;
    }
    await this.#locks.acquire(key, options?.signal);
    this.#state.set(key, value);
    this.#locks.release(key);
  }

  async update(key: Key, updater: Updater<Value>, options?: OperationOptions): Promise<Value> {
    this.#accept(options?.signal);
    // The lock is taken now, and the updater called a step later: not before we have returned.
    await this.#locks.acquire(key, options?.signal);
    try {
      // The key's lock is held across this await: nobody reads or replaces this value meanwhile,
      // and everybody may do as they like with all the others.
      const next = await updater(this.#state.get(key));
      this.#state.set(key, next);
      return next;
    } finally {
      this.#locks.release(key);
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

  /** An operation is unfinished only while it holds a lock or waits for one that is held. */
  async #releaseState(): Promise<void> {
    await this.#locks.allFree();
    this.#state.clear();
  }
}

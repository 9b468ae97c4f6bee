/**
 * Nobody locks anything: an update computes the next value from the current one, and puts it in
 * place only if that is still the current one. If another client came first, it starts over
 * (compare-and-set, with retry; Kung and Robinson, *On Optimistic Methods for Concurrency
 * Control*, TODS 1981).
 *
 * Invariant: every change of a key puts a new `Version` in place, also one with an equal value.
 * So a key whose version is the very object that an updater started from has not been changed
 * meanwhile, not even there and back again.
 *
 * Somebody always gets ahead, since an update starts over only because another change took
 * effect. But a slow updater among fast ones could start over for ever, and the contract promises
 * that it comes to its end. So after some attempts in vain an update takes the key's lock.
 *
 * Invariant: while a key's lock is held, nobody but its holder changes that key. So an attempt
 * under the lock is the last one.
 *
 * Where conflicts are rare no lock is ever made. Where they are the rule, this turns into a lock
 * per key that has wasted some attempts before.
 */
import { KeyLocks } from "@sync-strategies/locks";
import {
  StoreClosedError,
  type OperationOptions,
  type StateStore,
  type Storable,
  type Updater,
} from "@sync-strategies/state-store";

/**
 * How often an update tries its luck before it takes the lock, unless told otherwise. One to ten
 * make no difference that could be measured; without a limit, fifty updaters of one key get a
 * twelfth done (the README has the figures).
 */
export const ATTEMPTS = 3;

export class OptimisticStore<Key, Value extends Storable> implements StateStore<Key, Value> {
  readonly #state = new Map<Key, Version<Value>>();
  readonly #locks = new KeyLocks<Key>();
  readonly #attempts: number;
  /** Updates under way. They alone may be at work without a lock when the store closes. */
  #openUpdates = 0;
  #onNoneOpen: (() => void) | undefined;
  #closed: Promise<void> | undefined;

  /** @param attempts how often an update tries its luck before it takes the key's lock. */
  constructor({ attempts = ATTEMPTS }: { readonly attempts?: number } = {}) {
    this.#attempts = attempts;
  }

  async read(key: Key, options?: OperationOptions): Promise<Value | undefined> {
    this.#accept(options?.signal);
    // An update in progress has not happened yet: nobody needs to wait for it.
    return this.#state.get(key)?.value;
  }

  async write(key: Key, value: Value, options?: OperationOptions): Promise<void> {
    this.#accept(options?.signal);
    // Does not ask who else is at work: their updates will find that they came too late.
    if (!this.#locks.isHeld(key)) {
      this.#state.set(key, { value });
      return;
    }
    await this.#locks.acquire(key, options?.signal);
    this.#state.set(key, { value });
    this.#locks.release(key);
  }

  async update(key: Key, updater: Updater<Value>, options?: OperationOptions): Promise<Value> {
    this.#accept(options?.signal);
    this.#openUpdates += 1;
    try {
      // No updater runs before `update` has returned.
      await Promise.resolve();
      let attempt = 0;
      for (; attempt < this.#attempts && !this.#locks.isHeld(key); attempt += 1) {
        const current = this.#state.get(key);
        // Everybody else goes on during this await, and may change the key.
        const next = await updater(current?.value);
        // Compare and set: no await lies between the two, so nobody else does.
        if (this.#state.get(key) === current && !this.#locks.isHeld(key)) {
          this.#state.set(key, { value: next });
          return next;
        }
      }
      // Once an updater has been called the operation has started, and the signal is too late.
      return await this.#updateInTurn(key, updater, attempt === 0 ? options?.signal : undefined);
    } finally {
      this.#openUpdates -= 1;
      if (this.#openUpdates === 0) this.#onNoneOpen?.();
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

  /** The last resort: waits for the key's lock, and then nobody can come first any more. */
  async #updateInTurn(
    key: Key,
    updater: Updater<Value>,
    signal: AbortSignal | undefined,
  ): Promise<Value> {
    await this.#locks.acquire(key, signal);
    try {
      const value = await updater(this.#state.get(key)?.value);
      this.#state.set(key, { value });
      return value;
    } finally {
      this.#locks.release(key);
    }
  }

  async #releaseState(): Promise<void> {
    if (this.#openUpdates > 0) {
      await new Promise<void>((resolve) => {
        this.#onNoneOpen = resolve;
      });
    }
    // What is left now are writes that wait for each other.
    await this.#locks.allFree();
    this.#state.clear();
  }
}

/** What a key holds. Each change makes a new one, so that no two changes look alike. */
interface Version<Value> {
  readonly value: Value;
}

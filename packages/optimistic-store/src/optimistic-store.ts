/**
 * No client locks: an update computes the next value from the current one, and sets it only if
 * the current value has not changed meanwhile. If another client changed it, the update starts
 * over (compare-and-set, with retry; Kung and Robinson, *On Optimistic Methods for Concurrency
 * Control*, TODS 1981).
 *
 * Invariant: every change of a key sets a new `Version`, even if the value is equal. So if a key
 * still has the version object that an updater started from, it has not changed meanwhile, not
 * even to another value and back.
 *
 * The store always makes progress: an update starts over only because another change took effect.
 * But a slow updater among fast ones could start over forever, and the contract promises that it
 * settles. So after a few failed attempts an update acquires the key's lock.
 *
 * Invariant: while a key's lock is held, only its holder changes that key. So an attempt under
 * the lock is the last one.
 *
 * Where conflicts are rare, no lock is ever made. Where they are frequent, this becomes a lock per
 * key, after some wasted attempts.
 */
import { answerInTurn, nextTurn, rejectInTurn, turnIfDue } from "@sync-strategies/event-loop";
import { UncheckedKeyLocks } from "@sync-strategies/locks";
import {
  StoreClosedError,
  type OperationOptions,
  type StateStore,
  type Storable,
  type Updater,
} from "@sync-strategies/state-store";

/**
 * How many attempts an update makes before it acquires the lock, by default. Between one and ten
 * no difference could be measured; without a limit, fifty updaters of one key complete a twelfth
 * of the operations (the README has the figures).
 */
export const ATTEMPTS = 3;

export class OptimisticStore<Key, Value extends Storable> implements StateStore<Key, Value> {
  readonly #state = new Map<Key, Version<Value>>();
  readonly #locks = new UncheckedKeyLocks<Key>();
  readonly #attempts: number;
  /** The number of open updates: the only operations that can be open without a lock. */
  #openUpdates = 0;
  #onNoneOpen: (() => void) | undefined;
  #closed: Promise<void> | undefined;

  /** @param attempts how many attempts an update makes before it acquires the key's lock. */
  constructor({ attempts = ATTEMPTS }: { readonly attempts?: number } = {}) {
    this.#attempts = attempts;
  }

  async read(key: Key, options?: OperationOptions): Promise<Value | undefined> {
    const refused = this.#refusal(options?.signal);
    if (refused !== undefined) return refused;
    // An update in progress has not taken effect yet, so a read need not wait for it.
    return answerInTurn(this.#state.get(key)?.value);
  }

  async write(key: Key, value: Value, options?: OperationOptions): Promise<void> {
    const refused = this.#refusal(options?.signal);
    if (refused !== undefined) return refused;
    // Ignores open updates: they will find that the key has changed, and start over.
    if (!this.#locks.isHeld(key)) {
      this.#state.set(key, { value });
      return turnIfDue();
    }
    await this.#locks.acquire(key, options?.signal);
    this.#state.set(key, { value });
    this.#locks.release(key);
  }

  async update(key: Key, updater: Updater<Value>, options?: OperationOptions): Promise<Value> {
    const refused = this.#refusal(options?.signal);
    if (refused !== undefined) return refused;
    this.#openUpdates += 1;
    try {
      // No updater runs before `update` has returned.
      await settled;
      let attempt = 0;
      while (attempt < this.#attempts && !this.#locks.isHeld(key)) {
        // Many attempts may begin in one step, and each may fail.
        const turn = turnIfDue();
        if (turn !== undefined) {
          await turn;
          if (attempt === 0) options?.signal?.throwIfAborted();
          continue;
        }
        attempt += 1;
        const current = this.#state.get(key);
        // Other clients continue during this await, and may change the key.
        const next = await updater(current?.value);
        // Compare and set: no await separates the two, so no other client comes in between.
        if (this.#state.get(key) === current && !this.#locks.isHeld(key)) {
          this.#state.set(key, { value: next });
          return next;
        }
      }
      // Once an updater has been called, the operation has started and cannot be cancelled.
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

  #refusal(signal: AbortSignal | undefined): Promise<never> | undefined {
    if (this.#closed !== undefined) return rejectInTurn(new StoreClosedError());
    return signal?.aborted === true ? rejectInTurn(signal.reason) : undefined;
  }

  /** The last resort: waits for the key's lock. Under it no other change can come first. */
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
    // Now only writes are left, which wait for a lock.
    await this.#locks.allFree();
    // An answer may still wait for the event loop's turn: at most for this one.
    await nextTurn();
    this.#state.clear();
  }
}

/** Awaiting a settled promise is the cheapest way into the next microtask. */
const settled = Promise.resolve();

/** What a key holds. Each change makes a new object, so that any two changes differ. */
interface Version<Value> {
  readonly value: Value;
}

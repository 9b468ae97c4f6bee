/**
 * The state is a Map with a lock per key: the holder of one key's lock blocks no other key.
 *
 * Invariant: a key's value is touched only by the holder of the key's lock, or, while the lock is
 * free, within one step that does not await. Operations that wait for a held lock get it in the
 * order of asking.
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

export class LockPerKeyStore<Key, Value extends Storable> implements StateStore<Key, Value> {
  readonly #state = new Map<Key, Value>();
  readonly #locks = new UncheckedKeyLocks<Key>();
  #closed: Promise<void> | undefined;

  async read(key: Key, options?: OperationOptions): Promise<Value | undefined> {
    const refused = this.#refusal(options?.signal);
    if (refused !== undefined) return refused;
    // Acquiring a free lock and releasing it in the same step would change nothing.
    if (!this.#locks.isHeld(key)) return answerInTurn(this.#state.get(key));
    await this.#locks.acquire(key, options?.signal);
    const value = this.#state.get(key);
    this.#locks.release(key);
    return value;
  }

  async write(key: Key, value: Value, options?: OperationOptions): Promise<void> {
    const refused = this.#refusal(options?.signal);
    if (refused !== undefined) return refused;
    if (!this.#locks.isHeld(key)) {
      this.#state.set(key, value);
      return turnIfDue();
    }
    await this.#locks.acquire(key, options?.signal);
    this.#state.set(key, value);
    this.#locks.release(key);
  }

  async update(key: Key, updater: Updater<Value>, options?: OperationOptions): Promise<Value> {
    const refused = this.#refusal(options?.signal);
    if (refused !== undefined) return refused;
    // The lock is acquired now, and the updater called a step later, after `update` has returned.
    await this.#locks.acquire(key, options?.signal);
    try {
      // The key's lock is held across this await: no other operation reads or replaces this
      // value, and operations of other keys continue.
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

  #refusal(signal: AbortSignal | undefined): Promise<never> | undefined {
    if (this.#closed !== undefined) return rejectInTurn(new StoreClosedError());
    return signal?.aborted === true ? rejectInTurn(signal.reason) : undefined;
  }

  /** An unfinished operation holds a lock or waits for a held one, so all are free at the end. */
  async #releaseState(): Promise<void> {
    await this.#locks.allFree();
    // An answer may still wait for the event loop's turn: at most for this one.
    await nextTurn();
    this.#state.clear();
  }
}

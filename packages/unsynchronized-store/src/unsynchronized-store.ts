/**
 * The control: a Map that every client touches at any time.
 *
 * Its `read` and `write` are as correct as any strategy's. One event loop runs one piece of
 * code at a time and never interrupts it, so a `Map.get` or a `Map.set` takes effect at a single
 * moment, whatever other clients do. No lock could improve on that.
 *
 * Its `update` is broken, only because of its await. Between the read before the await and the
 * write after it every other client runs: two updates read the same value, each computes the next
 * one, and the later write overwrites the earlier. That is the lost update. Everything else here
 * keeps the contract, so that the control shows this one fault and no other.
 */
import { answerInTurn, nextTurn, rejectInTurn, turnIfDue } from "@sync-strategies/event-loop";
import {
  StoreClosedError,
  type OperationOptions,
  type StateStore,
  type Storable,
  type Updater,
} from "@sync-strategies/state-store";

export class UnsynchronizedStore<Key, Value extends Storable> implements StateStore<Key, Value> {
  readonly #state = new Map<Key, Value>();
  /** Updates whose updater still runs: the only operations that outlive the call. */
  readonly #openUpdates = new Set<Promise<unknown>>();
  #closed: Promise<void> | undefined;

  async read(key: Key, options?: OperationOptions): Promise<Value | undefined> {
    const refused = this.#refusal(options?.signal);
    if (refused !== undefined) return refused;
    return answerInTurn(this.#state.get(key));
  }

  async write(key: Key, value: Value, options?: OperationOptions): Promise<void> {
    const refused = this.#refusal(options?.signal);
    if (refused !== undefined) return refused;
    this.#state.set(key, value);
    return turnIfDue();
  }

  async update(key: Key, updater: Updater<Value>, options?: OperationOptions): Promise<Value> {
    const refused = this.#refusal(options?.signal);
    if (refused !== undefined) return refused;
    const update = this.#readComputeWrite(key, updater);
    this.#openUpdates.add(update);
    try {
      return await update;
    } finally {
      this.#openUpdates.delete(update);
    }
  }

  close(): Promise<void> {
    return (this.#closed ??= this.#releaseState());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /**
   * No operation waits its turn here: an accepted operation has started. So a signal matters only
   * if it has aborted before the call; after it, it is too late.
   */
  #refusal(signal: AbortSignal | undefined): Promise<never> | undefined {
    if (this.#closed !== undefined) return rejectInTurn(new StoreClosedError());
    return signal?.aborted === true ? rejectInTurn(signal.reason) : undefined;
  }

  async #readComputeWrite(key: Key, updater: Updater<Value>): Promise<Value> {
    // No updater runs before `update` has returned.
    await turnIfDue();
    const current = this.#state.get(key);
    // Every other client runs during this await, and `current` becomes stale.
    const next = await updater(current);
    this.#state.set(key, next);
    return next;
  }

  async #releaseState(): Promise<void> {
    await Promise.allSettled(this.#openUpdates);
    // An answer may still wait for the event loop's turn: at most for this one.
    await nextTurn();
    this.#state.clear();
  }
}

/**
 * A Map, or what serves as one, behind a lock that is acquired and released: the same program as this repository's own
 * mutex store, with another library's lock. What differs is all in `acquire` and `release`.
 *
 * The lock must be fair: then a caller that holds it after a call of `close` knows that everything
 * accepted before has been carried out.
 */
import { answerInTurn, rejectInTurn, turnIfDue } from "@sync-strategies/event-loop";
import {
  StoreClosedError,
  type OperationOptions,
  type Storable,
  type Updater,
} from "@sync-strategies/state-store";
import { PeerStore, type LockedState } from "./peer-store.ts";

export abstract class LockStore<Key, Value extends Storable, Grant = void> extends PeerStore<
  Key,
  Value
> {
  readonly #state: LockedState<Key, Value>;

  constructor(state: LockedState<Key, Value> = new Map()) {
    super();
    this.#state = state;
  }

  /** Resolves once the lock is the caller's: the library's own promise. */
  protected abstract acquire(): Promise<Grant>;

  protected abstract release(grant: Grant): void;

  async read(key: Key, options?: OperationOptions): Promise<Value | undefined> {
    const grant = await this.#enter(options?.signal);
    const value = this.#state.get(key);
    this.release(grant);
    return answerInTurn(value);
  }

  async write(key: Key, value: Value, options?: OperationOptions): Promise<void> {
    const grant = await this.#enter(options?.signal);
    this.#state.set(key, value);
    this.release(grant);
    return turnIfDue();
  }

  async update(key: Key, updater: Updater<Value>, options?: OperationOptions): Promise<Value> {
    const grant = await this.#enter(options?.signal);
    try {
      const turn = turnIfDue();
      if (turn !== undefined) await turn;
      const next = await updater(this.#state.get(key));
      this.#state.set(key, next);
      return next;
    } finally {
      this.release(grant);
    }
  }

  protected override async drain(): Promise<void> {
    const grant = await this.acquire();
    this.#state.clear();
    this.release(grant);
  }

  #enter(signal: AbortSignal | undefined): Promise<Grant> {
    if (signal !== undefined) return this.#enterUnlessAborted(signal);
    return this.isClosed ? rejectInTurn(new StoreClosedError()) : this.acquire();
  }

  #enterUnlessAborted(signal: AbortSignal): Promise<Grant> {
    return this.startWaiting(signal, async (waiting) => {
      const grant = await this.acquire();
      // No caller learns of a lock that a cancelled operation was given.
      if (!waiting.begin()) this.release(grant);
      return grant;
    });
  }
}

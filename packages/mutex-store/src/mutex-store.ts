/**
 * The state is a Map that a client may touch only while it holds the lock.
 *
 * Invariant: `#state` is read and written only between acquiring `#lock` and releasing it. The
 * lock is granted in the order of asking, so operations take effect in that order.
 *
 * A read or a write alone would need no lock: one event loop never runs two of them at once.
 * They lock to stay out of the time between an updater's read and its write.
 */
import { answerInTurn, nextTurn, rejectInTurn, turnIfDue } from "@sync-strategies/event-loop";
import {
  StoreClosedError,
  type OperationOptions,
  type StateStore,
  type Storable,
  type Updater,
} from "@sync-strategies/state-store";
import { Semaphore } from "async-mutex";
import { SharedTicket, type Acquired } from "./shared-ticket.ts";

export class MutexStore<Key, Value extends Storable> implements StateStore<Key, Value> {
  readonly #state = new Map<Key, Value>();
  /**
   * The lock: async-mutex's semaphore with one permit. Its `Mutex` is the same semaphore behind
   * one more async function, which costs four times as much as the lock itself.
   */
  readonly #lock = new Semaphore(1);
  /** The ticket of the newest callers in the queue, if they have a signal. */
  #newestTicket: SharedTicket | undefined;
  #closed: Promise<void> | undefined;

  // `acquire` and `release` rather than `runExclusive`, which would add two promises to each
  // operation: one for the callback, one for its wrapper. And `then` where nothing else is
  // awaited: an async function keeps more in memory for one await than a callback does.

  read(key: Key, options?: OperationOptions): Promise<Value | undefined> {
    return this.#acquire(options?.signal).then(([, release]) => {
      const value = this.#state.get(key);
      release();
      return answerInTurn(value);
    });
  }

  write(key: Key, value: Value, options?: OperationOptions): Promise<void> {
    return this.#acquire(options?.signal).then(([, release]) => {
      this.#state.set(key, value);
      release();
      return turnIfDue();
    });
  }

  async update(key: Key, updater: Updater<Value>, options?: OperationOptions): Promise<Value> {
    const [, release] = await this.#acquire(options?.signal);
    try {
      const turn = turnIfDue();
      if (turn !== undefined) await turn;
      // The lock is held across this await: no other operation reads or replaces the value.
      const next = await updater(this.#state.get(key));
      this.#state.set(key, next);
      return next;
    } finally {
      // Even when the updater throws: a lock that is not released here is never free again.
      release();
    }
  }

  close(): Promise<void> {
    return (this.#closed ??= this.#releaseState());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Resolves to a pair. Its second element releases the lock, and the caller must call it. */
  #acquire(signal: AbortSignal | undefined): Promise<Acquired> {
    if (this.#closed !== undefined) return rejectInTurn(new StoreClosedError());
    if (signal === undefined) {
      // Callers with a signal that ask after this one must not join a ticket before it.
      this.#newestTicket = undefined;
      return this.#lock.acquire();
    }
    if (signal.aborted) return rejectInTurn(signal.reason);
    if (this.#newestTicket === undefined || this.#newestTicket.isOver) {
      this.#newestTicket = new SharedTicket(this.#lock);
    }
    return this.#newestTicket.acquire(signal);
  }

  /** The lock is fair: once we hold it, every operation accepted earlier has finished. */
  async #releaseState(): Promise<void> {
    const [, release] = await this.#lock.acquire();
    this.#state.clear();
    release();
    // An answer may still wait for the event loop's turn: at most for this one.
    await nextTurn();
  }
}

/**
 * async-sema: a semaphore whose waiters are kept in a ring buffer. With one token it is a lock.
 *
 * Faults: no signal and no time limit for a waiter; nothing notices a release too many, and then
 * two hold the lock. A release goes by way of an event emitter.
 */
import type { Storable, Strategy } from "@sync-strategies/state-store";
import { Sema } from "async-sema";
import { LockStore } from "../../base/lock-store.ts";
import { lockHolder, noReply } from "../../base/traits.ts";

class AsyncSemaStore<Key, Value extends Storable> extends LockStore<Key, Value> {
  readonly #semaphore = new Sema(1);

  protected override acquire(): Promise<void> {
    return this.#semaphore.acquire();
  }

  protected override release(): void {
    this.#semaphore.release();
  }
}

const strategy: Strategy = {
  id: "async-sema",
  title: "async-sema",
  summary: "async-sema's Sema with one token, acquired and released around each operation.",
  reply: noReply,
  traits: lockHolder,
  createStore: <Key, Value extends Storable>() => new AsyncSemaStore<Key, Value>(),
};

export default strategy;

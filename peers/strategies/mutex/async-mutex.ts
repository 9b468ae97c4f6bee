/**
 * async-mutex, bare: the lock that this repository's mutex store uses, with nothing around it.
 *
 * Faults: it can cancel all of its waiters, not one of them; a releaser that is called after
 * another caller has called `release()` unlocks the next holder. `acquire` with its releaser is
 * its fastest form: `runExclusive` puts two more promises around each operation.
 */
import type { Storable, Strategy } from "@sync-strategies/state-store";
import { Mutex, type MutexInterface } from "async-mutex";
import { LockStore } from "../../base/lock-store.ts";
import { lockHolder, noReply } from "../../base/traits.ts";

class AsyncMutexStore<Key, Value extends Storable> extends LockStore<
  Key,
  Value,
  MutexInterface.Releaser
> {
  readonly #mutex = new Mutex();

  protected override acquire(): Promise<MutexInterface.Releaser> {
    return this.#mutex.acquire();
  }

  protected override release(releaser: MutexInterface.Releaser): void {
    releaser();
  }
}

const strategy: Strategy = {
  id: "async-mutex",
  title: "async-mutex",
  summary: "async-mutex's Mutex, acquired and released around each operation.",
  reply: noReply,
  traits: lockHolder,
  createStore: <Key, Value extends Storable>() => new AsyncMutexStore<Key, Value>(),
};

export default strategy;

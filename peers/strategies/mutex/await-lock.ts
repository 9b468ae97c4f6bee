/**
 * await-lock: a flag and a Set of resolvers, one promise for each waiter.
 *
 * Faults: a waiter can be given a time limit, but no signal; a release too many is an error only
 * while no caller holds the lock, and otherwise unlocks the next holder.
 */
import type { Storable, Strategy } from "@sync-strategies/state-store";
import AwaitLock from "await-lock";
import { LockStore } from "../../base/lock-store.ts";
import { lockHolder, noReply } from "../../base/traits.ts";

class AwaitLockStore<Key, Value extends Storable> extends LockStore<Key, Value> {
  readonly #lock = new AwaitLock();

  protected override acquire(): Promise<void> {
    return this.#lock.acquireAsync();
  }

  protected override release(): void {
    this.#lock.release();
  }
}

const strategy: Strategy = {
  id: "await-lock",
  title: "await-lock",
  summary: "await-lock's AwaitLock, acquired and released around each operation.",
  reply: noReply,
  traits: lockHolder,
  createStore: <Key, Value extends Storable>() => new AwaitLockStore<Key, Value>(),
};

export default strategy;

/**
 * async-lock: a queue of functions for each key. One key is used here, for the whole store.
 *
 * Faults: it refuses a waiter beyond 1000 unless told otherwise; with `maxExecutionTime` it lets
 * a second holder in while the first still runs; a waiter can be given a time limit, but no
 * signal; an error that is not truthy counts as success. Its queue is an array that is shifted.
 */
import type { Storable, Strategy } from "@sync-strategies/state-store";
import AsyncLock from "async-lock";
import { ExclusiveStore } from "../../base/exclusive-store.ts";
import { lockHolder, noReply } from "../../base/traits.ts";

class AsyncLockStore<Key, Value extends Storable> extends ExclusiveStore<Key, Value> {
  readonly #lock = new AsyncLock({ maxPending: Infinity });

  protected override run<Result>(critical: () => Result | Promise<Result>): Promise<Result> {
    return this.#lock.acquire("state", critical);
  }

  protected override runAwaiting<Result>(critical: () => Promise<Result>): Promise<Result> {
    return this.#lock.acquire("state", critical);
  }
}

const strategy: Strategy = {
  id: "async-lock",
  title: "async-lock",
  summary: "async-lock runs each operation as a function, under one key for the whole store.",
  reply: noReply,
  traits: lockHolder,
  createStore: <Key, Value extends Storable>() => new AsyncLockStore<Key, Value>(),
};

export default strategy;

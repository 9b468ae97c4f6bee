/**
 * etcd with the lock of `etcd-lock`, and a put that etcd refuses once the lock is lost: the transaction
 * puts the value only if the lock's key still has the revision with which it was created.
 *
 * Invariant: a lock's key is there exactly as long as its holder holds the lock, and etcd compares and
 * puts in one step. So a put takes effect only while its client holds the lock, however late it
 * arrives. The revision is a fencing token (Kleppmann, "How to do distributed locking", 2016): it rises
 * with every lock that is granted, and no later lock of the same client has the same.
 */
import type { Storable, Updater } from "@sync-strategies/state-store";
import { jsonText } from "../../base/json-text.ts";
import { LockLostError } from "../../base/outcome.ts";
import type { Entry } from "./base/etcd-client.ts";
import { EtcdStore, etcdStrategy } from "./base/etcd-store.ts";

class GuardedStore<Key, Value extends Storable> extends EtcdStore<Key, Value> {
  protected override put(
    key: string,
    json: string,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    return this.locks.hold(
      key,
      async (lockKey) => {
        const [lock] = await this.client.get([lockKey]);
        await this.#putGuarded(key, json, lockKey, lock);
      },
      signal,
    );
  }

  protected override replace(
    key: string,
    updater: Updater<Value>,
    signal: AbortSignal | undefined,
  ): Promise<Value> {
    return this.locks.hold(
      key,
      async (lockKey) => {
        const [entry, lock] = await this.client.get([this.entryOf(key), lockKey]);
        // If the lock is lost during this await, the put is refused.
        const next = await updater(this.valueIn(entry));
        await this.#putGuarded(key, jsonText(next), lockKey, lock);
        return next;
      },
      signal,
    );
  }

  /** @throws {LockLostError} as a rejection, if the lock has been lost: then nothing has changed. */
  async #putGuarded(
    key: string,
    json: string,
    lockKey: string,
    lock: Entry | undefined,
  ): Promise<void> {
    // A lock that was lost before it was looked at has no revision.
    if (lock === undefined) throw new LockLostError();
    const isHeld = { key: lockKey, createRevision: lock.createRevision };
    if (!(await this.client.put(this.entryOf(key), json, [isHeld]))) throw new LockLostError();
  }
}

const strategy = etcdStrategy(
  {
    id: "etcd-lock-guarded",
    title: "etcd, guarded lock",
    summary:
      "An update holds etcd's lock of its key, and etcd refuses its put if the lock has been lost.",
    caveat: "An update that stood still for longer than its lease fails, and must be called again.",
  },
  { access: "lock-holder", exclusion: "key", updaterRuns: "once" },
  (address) => new GuardedStore(address),
);

export default strategy;

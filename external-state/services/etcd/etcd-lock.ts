/**
 * etcd with a lock per key that ends with its holder's lease: acquire the lock, read, await the
 * updater, put, give the lock back. The counterpart in one event loop is `lock-per-key`.
 *
 * It is right as long as every holder keeps its lease alive until its put has arrived, and no longer.
 * A process that stands still for longer than the lease does not know it: the lock is another client's
 * by then, and when the process goes on its put overwrites what that one wrote. A pause for garbage, a
 * stopped virtual machine or a delayed packet is enough, and a look at the clock before the put does
 * not help, since the pause may come after the look (Kleppmann, "How to do distributed locking", 2016;
 * etcd documentation, "Lock service": the lock by itself gives no mutual exclusion). So the
 * server must refuse the late put: `etcd-lock-guarded` has it do so.
 */
import type { Storable, Updater } from "@sync-strategies/state-store";
import { jsonText } from "../../base/json-text.ts";
import { EtcdStore, etcdStrategy } from "./base/etcd-store.ts";

class LockStore<Key, Value extends Storable> extends EtcdStore<Key, Value> {
  protected override async put(
    key: string,
    json: string,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    await this.locks.hold(key, () => this.client.put(this.entryOf(key), json), signal);
  }

  protected override replace(
    key: string,
    updater: Updater<Value>,
    signal: AbortSignal | undefined,
  ): Promise<Value> {
    return this.locks.hold(
      key,
      async () => {
        const [entry] = await this.client.get([this.entryOf(key)]);
        // Across this await the lock is held, if the lease is kept alive.
        const next = await updater(this.valueIn(entry));
        await this.client.put(this.entryOf(key), jsonText(next));
        return next;
      },
      signal,
    );
  }
}

const strategy = etcdStrategy(
  {
    id: "etcd-lock",
    title: "etcd, lock with a lease",
    summary: "An update holds etcd's lock of its key, which ends with a lease that is kept alive.",
    caveat:
      "A holder that stands still for longer than its lease writes all the same, after another " +
      "client has been given the lock.",
  },
  { access: "lock-holder", exclusion: "key", updaterRuns: "once" },
  (address) => new LockStore(address),
);

export default strategy;

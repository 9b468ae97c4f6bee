/**
 * etcd without a lock: an update reads the value with the revision of its last change, computes the
 * next value, and puts it in a transaction that compares this revision; if it is another one, the
 * update starts over. The counterpart in one event loop is `optimistic`.
 *
 * Invariant: etcd gives each change of its whole store the next revision, and applies transactions one
 * after the other in the order of its log (etcd documentation, "KV API guarantees"). So an entry with
 * the revision that an updater started from has not changed meanwhile, not even to another value and
 * back. The revision of an entry that is not there is 0.
 *
 * A slow updater among fast ones could start over forever. So after a few failed attempts an update
 * holds a lock, and all other changes of the key are put on the condition that there is no such lock;
 * those that fail for it queue for the lock. A holder whose lease ends is no worse off: its put compares
 * the revision, too.
 */
import type { Storable, Updater } from "@sync-strategies/state-store";
import { jsonText } from "../../base/json-text.ts";
import type { Compare } from "./base/etcd-client.ts";
import { EtcdStore, etcdStrategy } from "./base/etcd-store.ts";

/** How many attempts an update makes before it waits for the lock. */
const ATTEMPTS = 3;

class RevisionStore<Key, Value extends Storable> extends EtcdStore<Key, Value> {
  protected override async put(
    key: string,
    json: string,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const entry = this.entryOf(key);
    if (await this.client.put(entry, json, [this.#noLock(key)], signal)) return;
    await this.locks.hold(key, () => this.client.put(entry, json), signal);
  }

  protected override async replace(
    key: string,
    updater: Updater<Value>,
    signal: AbortSignal | undefined,
  ): Promise<Value> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      // Once an updater has been called, the operation has started and cannot be cancelled.
      const until = attempt === 0 ? signal : undefined;
      const next = await this.#attempt(key, updater, [this.#noLock(key)], until);
      if (next !== undefined) return next;
    }
    return this.locks.hold(key, () => this.#replaceLocked(key, updater), undefined);
  }

  /** Resolves to undefined, and has changed nothing, if another change came first. */
  async #attempt(
    key: string,
    updater: Updater<Value>,
    conditions: readonly Compare[],
    signal?: AbortSignal,
  ): Promise<Value | undefined> {
    const entry = this.entryOf(key);
    const [seen] = await this.client.get([entry], signal);
    // Clients of all processes go on during this await, and may change the key.
    const next = await updater(this.valueIn(seen));
    const isSame = { key: entry, modRevision: seen?.modRevision ?? "0" };
    const isPut = await this.client.put(entry, jsonText(next), [isSame, ...conditions]);
    return isPut ? next : undefined;
  }

  /** It starts over only if the lock was lost, or a write came that had found no lock. */
  async #replaceLocked(key: string, updater: Updater<Value>): Promise<Value> {
    for (;;) {
      const next = await this.#attempt(key, updater, []);
      if (next !== undefined) return next;
    }
  }

  #noLock(key: string): Compare {
    return { key: this.locks.nameOf(key), createRevision: "0", isPrefix: true };
  }
}

const strategy = etcdStrategy(
  {
    id: "etcd-revision",
    title: "etcd, mod_revision",
    summary:
      "No client locks: a transaction puts the value only if its entry's revision is still the one " +
      "that the update started from, and the update starts over otherwise.",
    caveat: "After three attempts an update holds a lock, and then all others of its key wait.",
  },
  { access: "any-caller", exclusion: "nothing", updaterRuns: "at-least-once" },
  (address) => new RevisionStore(address),
);

export default strategy;

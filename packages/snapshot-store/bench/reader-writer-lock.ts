/**
 * Whether a reader-writer lock would gain anything under this contract: one store, first with an
 * exclusive lock, then with the same lock shared among readers.
 *
 *     pnpm compare ./packages/snapshot-store/bench/reader-writer-lock.ts --workload contended --rounds 6
 *
 * It cannot, and the figures agree. A read is one `Map.get`; it never awaits while it holds the
 * lock, so on one event loop there is never a second reader to share the lock with. Readers wait
 * for updaters, and an updater excludes them with either lock. A reader-writer lock pays off where
 * readers hold it for some time: while they await, or on several threads.
 *
 * This is an experiment, not a strategy to use: it ignores signals and closes at once.
 */
import type { StateStore, Storable, Strategy, Updater } from "@sync-strategies/state-store";

/** First come, first served, except that adjacent waiting readers enter together. */
class ReaderWriterLock {
  readonly #waiting: { readonly shared: boolean; readonly enter: () => void }[] = [];
  #readers = 0;
  #written = false;

  async acquire(shared: boolean): Promise<void> {
    if (this.#waiting.length === 0 && this.#admits(shared)) this.#enter(shared);
    else await new Promise<void>((enter) => this.#waiting.push({ shared, enter }));
  }

  release(shared: boolean): void {
    if (shared) this.#readers -= 1;
    else this.#written = false;
    for (;;) {
      const [next] = this.#waiting;
      if (next === undefined || !this.#admits(next.shared)) return;
      this.#waiting.shift();
      this.#enter(next.shared);
      next.enter();
    }
  }

  #admits(shared: boolean): boolean {
    return !this.#written && (shared || this.#readers === 0);
  }

  #enter(shared: boolean): void {
    if (shared) this.#readers += 1;
    else this.#written = true;
  }
}

class LockedStore<Key, Value extends Storable> implements StateStore<Key, Value> {
  readonly #state = new Map<Key, Value>();
  readonly #lock = new ReaderWriterLock();
  readonly #readersShare: boolean;

  constructor(readersShare: boolean) {
    this.#readersShare = readersShare;
  }

  async read(key: Key): Promise<Value | undefined> {
    await this.#lock.acquire(this.#readersShare);
    const value = this.#state.get(key);
    this.#lock.release(this.#readersShare);
    return value;
  }

  async write(key: Key, value: Value): Promise<void> {
    await this.#lock.acquire(false);
    this.#state.set(key, value);
    this.#lock.release(false);
  }

  async update(key: Key, updater: Updater<Value>): Promise<Value> {
    await this.#lock.acquire(false);
    try {
      const next = await updater(this.#state.get(key));
      this.#state.set(key, next);
      return next;
    } finally {
      this.#lock.release(false);
    }
  }

  async close(): Promise<void> {}

  async [Symbol.asyncDispose](): Promise<void> {}
}

function strategy(id: string, title: string, readersShare: boolean): Strategy {
  return {
    id,
    title,
    summary: `One lock around the state${readersShare ? ", shared among readers" : ""}.`,
    traits: {
      access: "lock-holder",
      exclusion: "store",
      reads: "wait",
      updaterRuns: "once",
      control: false,
    },
    createStore: <Key, Value extends Storable>() => new LockedStore<Key, Value>(readersShare),
  };
}

export default [
  strategy("one-lock", "One lock for all", false),
  strategy("reader-writer-lock", "A lock that readers share", true),
];

/**
 * multithreading's Mutex: a word in shared memory, compare-and-set, then `Atomics.waitAsync`.
 *
 * Faults: it has no queue, so a thread that releases the lock and asks for it again overtakes those
 * that it has just woken, without end; a thread that is terminated keeps the lock. The package's
 * entry reads `navigator`, which Node has from version 21, and replaces globals of each thread that
 * loads it, so the lock is imported from its file.
 */
import type { SharedStrategy, StateStore, Storable } from "@sync-strategies/state-store";
import { Mutex, type MutexGuard } from "../../node_modules/multithreading/src/lib/sync/mutex.js";
import { LockStore } from "../../base/lock-store.ts";
import { SharedNumbers } from "../../base/shared-numbers.ts";
import { SharedPeer, sharedMemoryState } from "../../base/shared-peer.ts";
import { lockHolder, noReply } from "../../base/traits.ts";

interface Address {
  readonly lock: SharedArrayBuffer;
  readonly numbers: SharedArrayBuffer;
}

class MultithreadingStore extends LockStore<number, number, MutexGuard<void>> {
  readonly #mutex: Mutex;

  constructor(lock: SharedArrayBuffer, numbers: SharedNumbers) {
    super(numbers);
    this.#mutex = new Mutex(undefined, lock);
  }

  protected override acquire(): Promise<MutexGuard<void>> {
    return this.#mutex.lock();
  }

  protected override release(guard: MutexGuard<void>): void {
    guard.dispose();
  }
}

const strategy: SharedStrategy = {
  id: "multithreading",
  title: "multithreading's Mutex",
  summary: "multithreading's Mutex, acquired and released around each operation.",
  reply: noReply,
  traits: {
    ...lockHolder,
    values: "number",
    survivesKill: false,
    lacks: ["bounded-overtaking"],
  },
  span: "threads",
  async createState({ keys }) {
    return sharedMemoryState({
      lock: new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT),
      numbers: SharedNumbers.memoryFor(keys),
    } satisfies Address);
  },
  async openStore<Key, Value extends Storable>(address: unknown) {
    const { lock, numbers } = address as Address;
    const state = new SharedNumbers(numbers);
    const store = new SharedPeer(new MultithreadingStore(lock, state), state);
    return store as unknown as StateStore<Key, Value>;
  },
};

export default strategy;

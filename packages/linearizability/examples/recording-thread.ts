import { parentPort, workerData } from "node:worker_threads";
import { recordStore, SharedEventCounter } from "@sync-strategies/linearizability";
import type { StateStore } from "@sync-strategies/state-store";

/** Client 1 deposits 10, and client 2 deposits 20, on a balance in shared memory. */
const { client, counter, memory } = workerData;
const [balance, readers] = [new Int32Array(memory, 0, 1), new Int32Array(memory, 4, 1)];

const store: StateStore<string, number> = {
  read: async () => Atomics.load(balance, 0),
  write: async (_, value) => void Atomics.store(balance, 0, value),
  // Wrong: another thread may change the balance between these two steps.
  async update(_, updater) {
    const next = await updater(Atomics.load(balance, 0));
    Atomics.store(balance, 0, next);
    return next;
  },
  close: async () => {},
  [Symbol.asyncDispose]: async () => {},
};

const recording = recordStore(store, { clock: new SharedEventCounter(counter) });
await recording.client(client).update("balance", (current = 0) => {
  // Waits until the other thread has read the balance, too.
  if (Atomics.add(readers, 0, 1) === 0) Atomics.wait(readers, 0, 1);
  else Atomics.notify(readers, 0);
  return current + 10 * client;
});
parentPort?.postMessage(recording.memberHistory());

/** A thread that updates a register in shared memory, and posts what it recorded. */
import { parentPort, workerData } from "node:worker_threads";
import { HistoryRecorder, SharedEventCounter } from "@sync-strategies/linearizability";

export interface ThreadData {
  readonly client: number;
  readonly clients: number;
  readonly operations: number;
  readonly capacity: number;
  readonly counter: SharedArrayBuffer;
  /** How many threads are ready, and the register. */
  readonly memory: SharedArrayBuffer;
}

const data = workerData as ThreadData;
const [READY, REGISTER] = [0, 1];
const memory = new Int32Array(data.memory);
const recorder = new HistoryRecorder(data.capacity, new SharedEventCounter(data.counter));

// All begin at once, so that they really meet.
if (Atomics.add(memory, READY, 1) + 1 === data.clients) Atomics.notify(memory, READY);
for (let ready = 0; (ready = Atomics.load(memory, READY)) < data.clients;) {
  Atomics.wait(memory, READY, ready);
}

for (let serial = 0; serial < data.operations; serial++) {
  if (serial % 2 === 1) {
    const reading = recorder.callRead(data.client, 0);
    recorder.returnRead(reading, Atomics.load(memory, REGISTER));
    continue;
  }
  const updating = recorder.callUpdate(data.client, 0);
  const after = serial * data.clients + data.client;
  for (;;) {
    const before = Atomics.load(memory, REGISTER);
    recorder.updating(updating, before, after);
    if (Atomics.compareExchange(memory, REGISTER, before, after) === before) break;
  }
  recorder.returnUpdate(updating);
}
parentPort!.postMessage(recorder.memberHistory());

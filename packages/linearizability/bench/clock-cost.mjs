/**
 * What each clock costs a recorder: `node bench/clock-cost.mjs`, after a build.
 *
 * Prints, for each clock, the nanoseconds per event with the recorder's own work: in one thread
 * alone, and in each of two threads that record at the same time. The least of several rounds, in
 * which the clocks take turns.
 */
import { once } from "node:events";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import {
  EventCounter,
  HistoryRecorder,
  monotonicClock,
  SharedEventCounter,
} from "@sync-strategies/linearizability";

const ROUNDS = 15;
const OPERATIONS = 300_000;

const clocks = {
  EventCounter: () => new EventCounter(),
  SharedEventCounter: (memory) => new SharedEventCounter(memory),
  monotonicClock: () => monotonicClock(),
};

/** @param begin called when the memory is prepared. */
function nanosecondsPerEvent(clock, begin) {
  const recorder = new HistoryRecorder(OPERATIONS, clock);
  recorder.prepare(OPERATIONS);
  begin();
  const startedAt = performance.now();
  for (let operation = 0; operation < OPERATIONS; operation++) {
    recorder.returnRead(recorder.callRead(1, operation & 7), operation);
  }
  return ((performance.now() - startedAt) * 1e6) / (2 * OPERATIONS);
}

if (isMainThread) {
  const best = {};
  const note = (name, column, value) => {
    const row = (best[name] ??= {});
    row[column] = Math.min(row[column] ?? Infinity, Math.round(value));
  };
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, make] of Object.entries(clocks)) {
      note(
        name,
        "alone",
        nanosecondsPerEvent(make(), () => {}),
      );
    }
  }
  for (const name of ["SharedEventCounter", "monotonicClock"]) {
    const { memory } = new SharedEventCounter();
    const meeting = new SharedArrayBuffer(4);
    const threads = [1, 2].map(
      () => new Worker(new URL(import.meta.url), { workerData: { name, memory, meeting } }),
    );
    const results = await Promise.all(
      threads.map(async (thread) => (await once(thread, "message"))[0]),
    );
    for (const values of results) note(name, "in each of two threads", Math.min(...values));
  }
  console.log(`Nanoseconds per event, the least of ${ROUNDS} rounds:`);
  console.table(best);
} else {
  const { name, memory, meeting } = workerData;
  const arrived = new Int32Array(meeting);
  const values = [];
  for (let round = 0; round < ROUNDS; round++) {
    // Both begin a round together.
    const begin = () => {
      Atomics.add(arrived, 0, 1);
      while (Atomics.load(arrived, 0) < 2 * (round + 1));
    };
    values.push(nanosecondsPerEvent(clocks[name](memory), begin));
  }
  parentPort.postMessage(values);
}

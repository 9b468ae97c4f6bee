/** A thread that has nothing but an operation that waits, and then nothing at all: it ends. */
import { parentPort, workerData } from "node:worker_threads";
import strategies from "../../dist/strategy.js";

const { id, address } = workerData;
const store = await strategies.find((strategy) => strategy.id === id).openStore(address);
const update = store.update(0, (current = 0) => current + 1);
parentPort.postMessage("waits");
await update;
await store.close();
parentPort.postMessage("closed");

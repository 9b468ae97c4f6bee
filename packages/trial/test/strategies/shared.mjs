/** A sound strategy for threads, and some that go wrong, each in its own way. */
import { parentPort } from "node:worker_threads";
import { atRead, losesUpdates, never, strategiesOver } from "./made-up.mjs";

/** Memory begins with zeros, so a value is kept as one more. */
const shared = strategiesOver({
  span: "threads",
  make: ({ keys }) => ({ memory: new SharedArrayBuffer(16 * keys), keys }),
  open({ memory, keys }) {
    const locks = new Int32Array(memory, 0, keys);
    const values = new Float64Array(memory, 8 * keys, keys);
    return {
      tryLock: (key) => Atomics.compareExchange(locks, key, 0, 1) === 0,
      unlock: (key) => void Atomics.store(locks, key, 0),
      get: (key) => (values[key] === 0 ? undefined : values[key] - 1),
      set: (key, value) => void (values[key] = value + 1),
    };
  },
});

export default [
  shared("sound"),
  shared("throws", {
    spoil: atRead(10, () => {
      throw Object.assign(new Error("no reading today"), { code: "NO_READING" });
    }),
  }),
  shared("throws-later", {
    spoil: atRead(10, () => {
      void Promise.reject(new Error("a rejection without a handler"));
      return never();
    }),
  }),
  shared("exits", { spoil: atRead(10, () => process.exit(7)) }),
  shared("loops", {
    spoil: atRead(10, () => {
      for (;;);
    }),
  }),
  shared("stops", { spoil: atRead(10, never) }),
  shared("stops-at-once", { inWarmUp: true, spoil: atRead(1, never) }),
  shared("throws-its-process", {
    inWarmUp: true,
    spoil: atRead(1, () => {
      throw new Error(`process ${process.pid}`);
    }),
  }),
  shared("floods", {
    inWarmUp: true,
    spoil() {
      for (let message = 0; message < 1000; message++) {
        parentPort.postMessage({ type: "replied", number: message, reply: "forged" });
      }
    },
  }),
  shared("changes-built-ins", {
    spoil() {
      Reflect.set(Map.prototype, "get", () => undefined);
    },
  }),
  shared("loses-updates", losesUpdates),
  shared("never-opens", { open: never }),
  shared("opens-nothing", { open: () => ({}) }),
  shared("never-closes", { spoil: (store) => void (store.close = never) }),
  shared("never-created", { createState: never }),
  shared("creates-nothing", { createState: () => ({}) }),
  shared("gives-no-address", {
    createState: () => ({ addressFor() {}, [Symbol.asyncDispose]: async () => {} }),
  }),
  shared("never-disposed", { dispose: never }),
];

/**
 * A sound strategy for threads, and some that go wrong, each in its own way: in one member, and in
 * the measured run unless it says otherwise. In plain JavaScript, so that threads load it as it is.
 */
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parentPort } from "node:worker_threads";

const never = () => new Promise(() => {});
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

/** How many states a trial creates before the measured one. */
const WARM_UP_STATES = 4;

/** A lock per key: whoever finds it taken looks again in the next turn of its event loop. */
class SharedStore {
  constructor({ memory, keys }) {
    this.locks = new Int32Array(memory, 0, keys);
    this.values = new Float64Array(memory, 8 * keys, keys);
  }

  async locked(key, operation) {
    while (Atomics.compareExchange(this.locks, key, 0, 1) !== 0) await nextTurn();
    try {
      return await operation();
    } finally {
      Atomics.store(this.locks, key, 0);
    }
  }

  /** Memory begins with zeros, so a value is kept as one more. */
  valueOf(key) {
    return this.values[key] === 0 ? undefined : this.values[key] - 1;
  }

  read(key) {
    return this.locked(key, () => this.valueOf(key));
  }

  write(key, value) {
    return this.locked(key, () => void (this.values[key] = value + 1));
  }

  update(key, updater) {
    return this.locked(key, async () => {
      const value = await updater(this.valueOf(key));
      this.values[key] = value + 1;
      return value;
    });
  }

  async close() {}

  [Symbol.asyncDispose]() {
    return this.close();
  }
}

/**
 * @param spoil is handed the store of the second member, and may change it.
 * @param open gives the second member something else instead.
 */
function shared(
  id,
  {
    spoil = () => {},
    open = (store) => store,
    createState,
    dispose = async () => {},
    inWarmUp,
  } = {},
) {
  let created = 0;
  return {
    id,
    title: `The test strategy ${id}`,
    summary: "It exists for a test.",
    traits: {
      access: "lock-holder",
      exclusion: "key",
      reads: "wait",
      updaterRuns: "once",
      control: false,
      values: "number",
    },
    span: "threads",
    async createState(place) {
      if (createState !== undefined) return createState(place);
      const isMeasured = ++created > WARM_UP_STATES;
      const { keys, folder } = place;
      if ((await readdir(folder)).length > 0) throw new Error("the folder is not empty");
      await writeFile(join(folder, "left-behind"), "");
      const memory = new SharedArrayBuffer(16 * keys);
      return {
        addressFor: (member) => ({ address: { memory, keys, member, isMeasured } }),
        [Symbol.asyncDispose]: dispose,
      };
    },
    async openStore(address) {
      const store = new SharedStore(address);
      const isSpoilt = address.member === 1 && (address.isMeasured || inWarmUp);
      if (isSpoilt) spoil(store);
      return isSpoilt ? open(store) : store;
    },
  };
}

/** Calls the function in place of the read with this number. */
function atRead(number, instead) {
  return (store) => {
    let reads = 0;
    const read = store.read.bind(store);
    store.read = (key) => (++reads === number ? instead() : read(key));
  };
}

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
  shared("loses-updates", {
    inWarmUp: true,
    spoil(store) {
      store.update = async (key, updater) => {
        const value = await updater(store.valueOf(key));
        store.values[key] = value + 1;
        return value;
      };
    },
  }),
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

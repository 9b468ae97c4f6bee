import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  StoreClosedError,
  type SharedStrategy,
  type StateStore,
  type Storable,
} from "@sync-strategies/state-store";

/** Nothing is ever written here, and each read takes a timer: a long run goes on whenever a test looks. */
class LeisurelyHandle<Key, Value extends Storable> implements StateStore<Key, Value> {
  #closed = false;

  async read(): Promise<Value | undefined> {
    if (this.#closed) throw new StoreClosedError();
    await new Promise((resolve) => setTimeout(resolve, 10));
    return undefined;
  }

  write(): Promise<void> {
    return Promise.reject(new Error("it is only read"));
  }

  update(): Promise<Value> {
    return Promise.reject(new Error("it is only read"));
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** Says where its files are and which process it runs in, too. */
const strategy: SharedStrategy = {
  id: "threads-take-their-time",
  title: "The test strategy threads-take-their-time",
  summary: "It exists for a test.",
  span: "threads",
  traits: {
    access: "any-caller",
    exclusion: "nothing",
    reads: "never-wait",
    updaterRuns: "once",
    values: "copy",
    survivesKill: true,
    control: false,
  },
  async createState({ folder }) {
    await writeFile(join(folder, "state"), "");
    console.log(`files in ${folder}`);
    console.log(`running in process ${process.pid}.`);
    return { addressFor: () => ({ address: null }), [Symbol.asyncDispose]: async () => {} };
  },
  openStore: async () => new LeisurelyHandle(),
};

export default strategy;

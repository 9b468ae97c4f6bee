import { type SharedStrategy, type StateStore, type Storable } from "@sync-strategies/state-store";
import { pass } from "./pass.ts";

/** A store that is only read. */
class WaitingHandle<Key, Value extends Storable> implements StateStore<Key, Value> {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async read(): Promise<Value | undefined> {
    await pass("read", this.#folder);
    return undefined;
  }

  write(): Promise<void> {
    return Promise.reject(new Error("it is only read"));
  }

  update(): Promise<Value> {
    return Promise.reject(new Error("it is only read"));
  }

  close(): Promise<void> {
    return pass("close", this.#folder);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

const strategy: SharedStrategy = {
  id: "processes-wait",
  title: "The test strategy processes-wait",
  summary: "It exists for a test.",
  span: "processes",
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
    console.log(`files in ${folder}.`);
    await pass("create", folder);
    return {
      addressFor: () => ({ address: folder }),
      [Symbol.asyncDispose]: () => pass("dispose", folder),
    };
  },
  async openStore(address) {
    const folder = address as string;
    await pass("open", folder);
    return new WaitingHandle(folder);
  },
};

export default strategy;

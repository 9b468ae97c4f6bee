import {
  type ServicePlace,
  type SharedStrategy,
  type StateStore,
  type Storable,
} from "@sync-strategies/state-store";
import { pass } from "./pass.ts";

interface Address {
  readonly folder: string;
  readonly coordinator: number;
}

/** A store that takes everything, and finds nothing. */
class WaitingHandle<Key, Value extends Storable> implements StateStore<Key, Value> {
  readonly #folder: string;
  readonly #isMember: boolean;

  constructor({ folder, coordinator }: Address) {
    this.#folder = folder;
    this.#isMember = process.pid !== coordinator;
  }

  async read(): Promise<Value | undefined> {
    await pass(this.#isMember ? "read" : "count", this.#folder);
    return undefined;
  }

  async write(): Promise<void> {}

  async update(_: Key, updater: (value: Value | undefined) => Value | Promise<Value>) {
    return updater(undefined);
  }

  async close(): Promise<void> {
    if (this.#isMember) await pass("close", this.#folder);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

const strategy: SharedStrategy = {
  id: "services-wait",
  title: "The test strategy services-wait",
  summary: "It exists for a test.",
  span: "machines",
  service: "redis",
  traits: {
    access: "any-caller",
    exclusion: "nothing",
    reads: "never-wait",
    updaterRuns: "once",
    values: "copy",
    survivesKill: true,
    control: false,
  },
  async createState({ folder, service }) {
    const { url } = service as ServicePlace;
    console.log(`files in ${folder}, server at ${url}.`);
    await pass("create", folder);
    return {
      addressFor: () => ({ address: { folder, coordinator: process.pid } }),
      [Symbol.asyncDispose]: () => pass("dispose", folder),
    };
  },
  async openStore(address) {
    const { folder, coordinator } = address as Address;
    if (process.pid !== coordinator) await pass("open", folder);
    return new WaitingHandle({ folder, coordinator });
  },
};

export default strategy;

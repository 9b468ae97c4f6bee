/**
 * What all strategies on etcd have alike: an entry per key below a prefix, and reads that never wait.
 * They differ in how they replace a value by what an updater makes of it.
 *
 * Values are JSON. What JSON cannot say, such as NaN, is not kept.
 */
import { Admission } from "@sync-strategies/shared-memory-stores/stores";
import type {
  OperationOptions,
  SharedStrategy,
  StateStore,
  Storable,
  StrategyTraits,
  Updater,
} from "@sync-strategies/state-store";
import { keyText } from "../../../base/key-text.ts";
import { EtcdClient, type Entry } from "./etcd-client.ts";
import { EtcdLocks } from "./etcd-locks.ts";

export interface EtcdAddress {
  readonly url: string;
  /** What all of the state's keys begin with. */
  readonly prefix: string;
  /** How long a lock lasts whose holder does not keep it alive. */
  readonly leaseSeconds: number;
}

export abstract class EtcdStore<Key, Value extends Storable> implements StateStore<Key, Value> {
  protected readonly client: EtcdClient;
  protected readonly locks: EtcdLocks;
  readonly #prefix: string;
  readonly #admission: Admission;

  constructor({ url, prefix, leaseSeconds }: EtcdAddress) {
    this.client = new EtcdClient(url);
    this.locks = new EtcdLocks(this.client, `${prefix}lock/`, leaseSeconds);
    this.#prefix = prefix;
    this.#admission = new Admission(async () => {
      await this.locks.close();
      this.client.close();
    });
  }

  async read(key: Key, options?: OperationOptions): Promise<Value | undefined> {
    const refused = this.#admission.refusal(options);
    if (refused !== undefined) return refused;
    return this.#admission.during(this.#read(keyText(key), options?.signal));
  }

  async write(key: Key, value: Value, options?: OperationOptions): Promise<void> {
    const refused = this.#admission.refusal(options);
    if (refused !== undefined) return refused;
    return this.#admission.during(this.put(keyText(key), JSON.stringify(value), options?.signal));
  }

  async update(key: Key, updater: Updater<Value>, options?: OperationOptions): Promise<Value> {
    const refused = this.#admission.refusal(options);
    if (refused !== undefined) return refused;
    return this.#admission.during(this.replace(keyText(key), updater, options?.signal));
  }

  close(): Promise<void> {
    return this.#admission.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  protected abstract put(key: string, json: string, signal: AbortSignal | undefined): Promise<void>;

  /** Replaces the value by what the updater makes of it, and resolves to that. */
  protected abstract replace(
    key: string,
    updater: Updater<Value>,
    signal: AbortSignal | undefined,
  ): Promise<Value>;

  /** Where the key's value is. */
  protected entryOf(key: string): string {
    return `${this.#prefix}value/${key}`;
  }

  protected valueIn(entry: Entry | undefined): Value | undefined {
    return entry === undefined ? undefined : (JSON.parse(entry.value) as Value);
  }

  async #read(key: string, signal: AbortSignal | undefined): Promise<Value | undefined> {
    const [entry] = await this.client.get([this.entryOf(key)], signal);
    return this.valueIn(entry);
  }
}

/** Longer than a busy machine keeps a process waiting, and as long as the others wait for a dead one. */
const LEASE_SECONDS = 3;

type OpenStore = <Key, Value extends Storable>(address: EtcdAddress) => StateStore<Key, Value>;

export function etcdStrategy(
  description: Pick<SharedStrategy, "id" | "title" | "summary" | "caveat">,
  traits: Pick<StrategyTraits, "access" | "exclusion" | "updaterRuns"> & Partial<StrategyTraits>,
  open: OpenStore,
): SharedStrategy {
  return {
    ...description,
    span: "machines",
    service: "etcd",
    reply: "the response to the caller's own HTTP request",
    traits: {
      reads: "never-wait",
      values: "copy",
      survivesKill: true,
      control: false,
      ...traits,
    },
    async createState({ service }) {
      if (service === undefined) throw new TypeError("This strategy needs an etcd server.");
      const { url, namespace } = service;
      const address: EtcdAddress = { url, prefix: `${namespace}/`, leaseSeconds: LEASE_SECONDS };
      const client = new EtcdClient(url);
      // A state is empty, whatever a run that was killed has left.
      await client.removeAll(address.prefix);
      return {
        addressFor: () => ({ address }),
        [Symbol.asyncDispose]: async () => {
          await client.removeAll(address.prefix);
          client.close();
        },
      };
    },
    openStore: async (address) => open(address as EtcdAddress),
  };
}

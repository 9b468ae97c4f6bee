/**
 * What all strategies on etcd have alike: an entry per key below a prefix, and reads that never wait.
 * They differ in how they replace a value by what an updater makes of it.
 */
import type {
  SharedStrategy,
  StateStore,
  Storable,
  StrategyTraits,
} from "@sync-strategies/state-store";
import { RemoteStore } from "../../../base/json-store.ts";
import { EtcdClient, type Entry } from "./etcd-client.ts";
import { EtcdLocks } from "./etcd-locks.ts";

export interface EtcdAddress {
  readonly url: string;
  /** What all of the state's keys begin with. */
  readonly prefix: string;
  /** How long a lock lasts whose holder does not keep it alive. */
  readonly leaseSeconds: number;
}

export abstract class EtcdStore<Key, Value extends Storable> extends RemoteStore<Key, Value> {
  protected readonly client: EtcdClient;
  protected readonly locks: EtcdLocks;
  readonly #prefix: string;

  constructor({ url, prefix, leaseSeconds }: EtcdAddress) {
    super();
    this.client = new EtcdClient(url);
    this.locks = new EtcdLocks(this.client, `${prefix}lock/`, leaseSeconds);
    this.#prefix = prefix;
  }

  /** Where the key's value is. */
  protected entryOf(key: string): string {
    return `${this.#prefix}value/${key}`;
  }

  protected valueIn(entry: Entry | undefined): Value | undefined {
    return entry === undefined ? undefined : (JSON.parse(entry.value) as Value);
  }

  protected override async get(
    key: string,
    signal: AbortSignal | undefined,
  ): Promise<Value | undefined> {
    const [entry] = await this.client.get([this.entryOf(key)], signal);
    return this.valueIn(entry);
  }

  protected override async release(): Promise<void> {
    await this.locks.close();
    this.client.close();
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

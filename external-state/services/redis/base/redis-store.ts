/**
 * What all strategies on Redis have alike: a string per key, whose value is JSON. They differ in how
 * they replace a value by what an updater makes of it.
 *
 * Redis carries out one command after the other, and a script or a transaction is one of them. So a
 * single command is atomic, and linearizable on one server: `GET` finds whatever was acknowledged
 * before. Between two commands anything may happen, and an updater runs between two commands.
 * (Replicas copy asynchronously, so none of this outlives a failover.)
 */
import type {
  SharedStrategy,
  StateStore,
  Storable,
  StrategyTraits,
} from "@sync-strategies/state-store";
import { RemoteStore } from "../../../base/json-store.ts";
import { outcomeOfChange, outcomeOfLook } from "../../../base/outcome.ts";
import { connectTo, fateOf, type RedisClient } from "./connection.ts";

export interface RedisAddress {
  readonly url: string;
  readonly namespace: string;
}

export abstract class RedisStore<Key, Value extends Storable> extends RemoteStore<Key, Value> {
  protected readonly client: RedisClient;
  readonly #namespace: string;

  constructor(client: RedisClient, { namespace }: RedisAddress) {
    super();
    this.client = client;
    this.#namespace = namespace;
  }

  protected override async release(): Promise<void> {
    this.client.destroy();
  }

  /** The name that something of a key has in Redis. */
  protected nameOf(part: string, key: string): string {
    return `${this.#namespace}:${part}:${key}`;
  }

  protected override async get(key: string): Promise<Value | undefined> {
    return this.valueIn(await outcomeOfLook(this.client.get(this.nameOf("value", key)), fateOf));
  }

  protected valueIn(json: string | null): Value | undefined {
    return json === null ? undefined : (JSON.parse(json) as Value);
  }

  protected async set(key: string, json: string): Promise<void> {
    await outcomeOfChange(this.client.set(this.nameOf("value", key), json), fateOf);
  }

  /** Runs a script that may change a value, and resolves to whether it did. */
  protected async didChange(
    script: string,
    keys: readonly string[],
    values: readonly string[],
  ): Promise<boolean> {
    const run = this.client.eval(script, { keys: [...keys], arguments: [...values] });
    return (await outcomeOfChange(run, fateOf)) === 1;
  }
}

type OpenStore = <Key, Value extends Storable>(
  client: RedisClient,
  address: RedisAddress,
) => StateStore<Key, Value> | Promise<StateStore<Key, Value>>;

export function redisStrategy(
  description: Pick<SharedStrategy, "id" | "title" | "summary" | "caveat">,
  traits: Pick<StrategyTraits, "access" | "exclusion" | "updaterRuns"> & Partial<StrategyTraits>,
  open: OpenStore,
): SharedStrategy {
  return {
    ...description,
    span: "machines",
    service: "redis",
    reply: "Redis's reply, on the connection of its caller's process",
    traits: {
      reads: "never-wait",
      values: "copy",
      survivesKill: true,
      control: false,
      ...traits,
    },
    createState: async ({ service }) => {
      if (service === undefined) throw new TypeError("A state on Redis needs a server.");
      const { url, namespace } = service;
      const client = await connectTo(url);
      return {
        addressFor: () => ({ address: { url, namespace } satisfies RedisAddress }),
        [Symbol.asyncDispose]: async () => {
          try {
            await outcomeOfLook(removeAll(client, `${namespace}:*`), fateOf);
          } finally {
            client.destroy();
          }
        },
      };
    },
    openStore: async (address) => {
      const client = await connectTo((address as RedisAddress).url);
      try {
        return await open(client, address as RedisAddress);
      } catch (error) {
        client.destroy();
        throw error;
      }
    },
  };
}

async function removeAll(client: RedisClient, pattern: string): Promise<void> {
  for await (const names of client.scanIterator({ MATCH: pattern, COUNT: 1000 })) {
    if (names.length > 0) await client.unlink(names);
  }
}

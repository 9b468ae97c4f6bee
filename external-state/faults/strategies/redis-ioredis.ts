/**
 * A compare-and-set in Lua, asked for through ioredis. The script is right, and so is the loop around
 * it: an update that finds another value than the one that it started from starts over.
 *
 * By default ioredis sends a command again that had no reply when its connection was lost
 * (`autoResendUnfulfilledCommands`). A script that was carried out, and whose reply was lost, is
 * then carried out twice. The second time it finds the value that the first one put there, which is
 * not the one that it started from; so it says that another client was faster, and the update is
 * done again, on top of itself.
 *
 * With `maxRetriesPerRequest: 0` every command that had no reply when the connection was lost rejects
 * instead, and its caller learns that the outcome is unknown. `autoResendUnfulfilledCommands: false`
 * alone is no way out: ioredis 6.0.0 then never settles such a command.
 */
import type { SharedStrategy, Storable, Updater } from "@sync-strategies/state-store";
import { Redis, type RedisOptions } from "ioredis";
import { RemoteStore } from "../../base/json-store.ts";
import { jsonText } from "../../base/json-text.ts";
import { outcomeOfChange, outcomeOfLook, type FateOf } from "../../base/outcome.ts";

/** Keys are the names of the hash's fields. Without a value to compare with, there must be none. */
const COMPARE_AND_SET = `
  local current = redis.call("HGET", KEYS[1], ARGV[1])
  if current ~= (ARGV[3] or false) then return 0 end
  redis.call("HSET", KEYS[1], ARGV[1], ARGV[2])
  return 1
`;

type Options = Pick<RedisOptions, "maxRetriesPerRequest">;

interface IoredisAddress {
  readonly url: string;
  readonly namespace: string;
}

/** A command that has left has had no reply, and one that ioredis kept was never sent. */
const fateOf: FateOf = (error) =>
  error instanceof Error && error.name === "ReplyError" ? "refused" : "no reply";

class IoredisStore<Key, Value extends Storable> extends RemoteStore<Key, Value> {
  readonly #redis: Redis;
  readonly #hash: string;

  constructor(redis: Redis, namespace: string) {
    super();
    this.#redis = redis;
    this.#hash = namespace;
  }

  protected override async get(key: string): Promise<Value | undefined> {
    return this.#valueIn(await this.#look(key));
  }

  protected override async put(key: string, json: string): Promise<void> {
    await outcomeOfChange(this.#redis.hset(this.#hash, key, json), fateOf);
  }

  protected override async replace(key: string, updater: Updater<Value>): Promise<Value> {
    for (;;) {
      const before = await this.#look(key);
      // Other clients may change the key during this await: the script will find out.
      const next = await updater(this.#valueIn(before));
      const expected = before === null ? [] : [before];
      const set = this.#redis.eval(
        COMPARE_AND_SET,
        1,
        this.#hash,
        key,
        jsonText(next),
        ...expected,
      );
      if ((await outcomeOfChange(set, fateOf)) === 1) return next;
    }
  }

  protected override release(): void {
    this.#redis.disconnect();
  }

  #look(key: string): Promise<string | null> {
    return outcomeOfLook(this.#redis.hget(this.#hash, key), fateOf);
  }

  #valueIn(json: string | null): Value | undefined {
    return json === null ? undefined : (JSON.parse(json) as Value);
  }
}

/** @param options of ioredis, where they are not as they come. */
function ioredisStrategy(
  description: Pick<SharedStrategy, "id" | "title" | "summary">,
  options: Options,
): SharedStrategy {
  return {
    ...description,
    span: "machines",
    service: "redis",
    reply: "none: the caller does it itself, through its process's connection",
    traits: {
      access: "any-caller",
      exclusion: "nothing",
      reads: "never-wait",
      updaterRuns: "at-least-once",
      values: "copy",
      survivesKill: true,
      control: options.maxRetriesPerRequest !== 0,
    },
    createState: async ({ service }) => {
      if (service === undefined) throw new TypeError("This strategy needs a Redis server.");
      const { url, namespace } = service;
      const address: IoredisAddress = { url, namespace };
      return {
        addressFor: () => ({ address }),
        [Symbol.asyncDispose]: async () => {
          const redis = await connect(url, options);
          await redis.del(namespace);
          redis.disconnect();
        },
      };
    },
    openStore: async <Key, Value extends Storable>(address: unknown) => {
      const { url, namespace } = address as IoredisAddress;
      return new IoredisStore<Key, Value>(await connect(url, options), namespace);
    },
  };
}

/** Connections that are lost are opened again. The errors of that are those of the commands. */
async function connect(url: string, options: Options): Promise<Redis> {
  const redis = new Redis(url, { ...options, lazyConnect: true });
  redis.on("error", () => {});
  await redis.connect();
  return redis;
}

export const redisIoredis = ioredisStrategy(
  {
    id: "redis-ioredis",
    title: "Redis through ioredis, as it comes",
    summary: "A compare-and-set in Lua, which ioredis sends again where its reply was lost.",
  },
  {},
);

export const redisIoredisOnce = ioredisStrategy(
  {
    id: "redis-ioredis-once",
    title: "Redis through ioredis, nothing sent again",
    summary: "The same, but what had no reply when the connection was lost rejects.",
  },
  { maxRetriesPerRequest: 0 },
);

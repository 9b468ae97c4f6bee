/**
 * A strategy of your own, for a server of your own, to start from: a copy of this file runs wherever
 * it is, with `pnpm compare ./my-redis-strategy.ts --services`, or with `--redis URL` on your server.
 *
 * A key's text is replaced only if it is still the one that was read. Each text begins with an id
 * that no other has, so that a value that comes back is not taken for one that never changed.
 */
import { randomUUID } from "node:crypto";
import { createClient } from "redis";
import { KeyLocks } from "@sync-strategies/locks";
import {
  OutcomeUnknownError,
  StoreClosedError,
  type ServicePlace,
  type SharedStrategy,
  type StateStore,
  type Storable,
} from "@sync-strategies/state-store";

const REPLACE_IF_SAME = `
  if (redis.call("GET", KEYS[1]) or "") ~= ARGV[1] then return 0 end
  redis.call("SET", KEYS[1], ARGV[2])
  return 1`;

const strategy: SharedStrategy = {
  id: "my-redis-strategy",
  title: "Compare and set in Redis",
  summary: "Reads, computes, and puts the new value only if the old one is still there.",
  span: "machines",
  service: "redis",
  traits: {
    access: "any-caller",
    exclusion: "nothing",
    reads: "never-wait",
    updaterRuns: "at-least-once",
    values: "copy",
    survivesKill: true,
    control: false,
  },

  /** Once per run. The address reaches each process by message. */
  async createState({ service }) {
    return {
      addressFor: () => ({ address: service }),
      [Symbol.asyncDispose]: () => removeKeys(service!),
    };
  },

  /** In each process. */
  async openStore<Key, Value extends Storable>(address: unknown): Promise<StateStore<Key, Value>> {
    const { url, namespace } = address as ServicePlace;
    // What was sent and got no answer must not be sent again: it may have happened.
    const client = createClient({ url, disableOfflineQueue: true });
    client.on("error", () => {});
    await client.connect();
    let isClosed = false;
    const ask = async <Reply>(request: () => Promise<Reply>): Promise<Reply> => {
      if (isClosed) throw new StoreClosedError();
      return request().catch((cause: unknown) => {
        throw Object.assign(new OutcomeUnknownError(), { cause });
      });
    };
    // Changes of one process take turns, or they would make each other start over.
    const turns = new KeyLocks<Key>();
    const nameOf = (key: Key): string => `${namespace}:${String(key)}`;
    const textOf = (value: Value): string => `${randomUUID()} ${JSON.stringify(value)}`;
    const valueOf = (text: string | null): Value | undefined =>
      text === null ? undefined : (JSON.parse(text.slice(text.indexOf(" "))) as Value);
    const close = async (): Promise<void> => {
      if (!isClosed) client.destroy();
      isClosed = true;
    };
    return {
      read: async (key) => valueOf(await ask(() => client.get(nameOf(key)))),
      async write(key, value, options) {
        const set = () => ask(() => client.set(nameOf(key), textOf(value)));
        await turns.runExclusive(key, set, options);
      },
      async update(key, updater, options) {
        const compareAndSet = async (): Promise<Value> => {
          for (;;) {
            const before = await ask(() => client.get(nameOf(key)));
            const value = await updater(valueOf(before));
            const words = { keys: [nameOf(key)], arguments: [before ?? "", textOf(value)] };
            if (await ask(() => client.eval(REPLACE_IF_SAME, words))) return value;
          }
        };
        return turns.runExclusive(key, compareAndSet, options);
      },
      close,
      [Symbol.asyncDispose]: close,
    };
  },
};

export default strategy;

async function removeKeys({ url, namespace }: ServicePlace): Promise<void> {
  const client = await createClient({ url }).connect();
  for await (const keys of client.scanIterator({ MATCH: `${namespace}:*` })) {
    if (keys.length > 0) await client.del(keys);
  }
  await client.close();
}

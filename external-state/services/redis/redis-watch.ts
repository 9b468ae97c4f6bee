/**
 * Compare-and-set by WATCH: Redis carries out a transaction (MULTI … EXEC) as one step, unless a watched
 * key has changed since it was watched; then EXEC answers null and nothing has happened.
 * (https://redis.io/docs/latest/develop/using-commands/transactions/)
 *
 * Invariants:
 * - A connection is in one task's hands from WATCH to EXEC. What is watched belongs to the connection,
 *   and any EXEC ends it: another caller's transaction on it would leave this one unguarded. So there
 *   is a pool.
 * - Between WATCH and EXEC nothing is awaited but Redis. The updater has run before, on a value that is
 *   compared again under WATCH. Otherwise each updater that awaits would keep a connection from the
 *   others, and a pool of eight would let eight updaters run.
 * - A connection that is lost after WATCH has forgotten it. node-redis 6 refuses EXEC once it has
 *   connected again, but while it has no connection it keeps the transaction, whatever
 *   `disableOfflineQueue` says, and sends it later, unguarded. So the connection is looked at before.
 */
import { outcomeOfChange, outcomeOfLook } from "../../base/outcome.ts";
import type { Storable } from "@sync-strategies/state-store";
import { ClientOfflineError, WatchError } from "redis";
import { connectPool, fateOf, type RedisClient, type RedisClientPool } from "./base/connection.ts";
import { OptimisticStore } from "./base/optimistic-store.ts";
import { redisStrategy, type RedisAddress } from "./base/redis-store.ts";

/** More changes at once than this wait for a connection. */
const POOL_SIZE = 8;

class WatchStore<Key, Value extends Storable> extends OptimisticStore<Key, Value> {
  readonly #pool: RedisClientPool;

  constructor(client: RedisClient, pool: RedisClientPool, address: RedisAddress) {
    super(client, address);
    this.#pool = pool;
  }

  protected override replaceIfSame(
    key: string,
    seen: string | null,
    next: string,
    token: string,
  ): Promise<boolean> {
    const names = this.namesOf(key);
    return this.#pool.execute(async (client) => {
      const look = Promise.all([client.watch(names), client.mGet(names)]);
      const [, [current, turn]] = await outcomeOfLook(look, fateOf);
      if (current !== seen || (turn !== null && turn !== token)) {
        await outcomeOfLook(client.unwatch(), fateOf);
        return false;
      }
      const exec = client.isReady
        ? client.multi().set(names[0], next).exec()
        : Promise.reject(new ClientOfflineError());
      return outcomeOfChange(isUnlessChanged(exec), fateOf);
    });
  }

  protected override async release(): Promise<void> {
    this.#pool.destroy();
    await super.release();
  }
}

/** Whether a transaction was carried out; false if a key had changed that it watched. */
async function isUnlessChanged(exec: Promise<unknown>): Promise<boolean> {
  try {
    await exec;
    return true;
  } catch (error) {
    if (error instanceof WatchError) return false;
    throw error;
  }
}

const strategy = redisStrategy(
  {
    id: "redis-watch",
    title: "Redis, WATCH",
    summary:
      "An update sets its value in a transaction that Redis refuses if the key has changed since it " +
      "was watched, and starts over then.",
    caveat:
      "WATCH needs a connection that no other task uses, and after three attempts an update takes a turn, for which " +
      "every other change of its key waits.",
  },
  { access: "any-caller", exclusion: "nothing", updaterRuns: "at-least-once" },
  async (client, address) =>
    new WatchStore(client, await connectPool(address.url, POOL_SIZE), address),
);

export default strategy;

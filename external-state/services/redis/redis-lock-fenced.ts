/**
 * The lock of `redis-lock` with a fencing token: each holder draws a number that is higher than any
 * before, and Redis refuses a change whose number is lower than the highest that was drawn. (Martin
 * Kleppmann, "How to do distributed locking", 2016)
 *
 * Invariants:
 * - A holder draws its number before it reads the value. So a change that Redis accepts was computed
 *   from the value that is in force: had another holder read or written since, it would have drawn a
 *   higher number.
 * - Redis compares the number and sets the value in one script. Nothing comes between the two.
 *
 * Neither rests on the lock, on its lease or on any clock. The lock only keeps clients from working in
 * vain. A holder that stands still past its lease is refused with LOCK_LOST: its change has not been
 * made and never will be, and its caller may call it again.
 *
 * It does not suffice that Redis keeps the highest number that has *written*. A late write could
 * then still come between the next holder's read and its write, and be overwritten. If the values were
 * in another place than the lock, that place would have to be shown the number with the read, too.
 */
import type { Storable, Updater } from "@sync-strategies/state-store";
import { jsonText } from "../../base/json-text.ts";
import { LockLostError, outcomeOfLook } from "../../base/outcome.ts";
import { fateOf, type RedisClient } from "./base/connection.ts";
import { LeaseLock } from "./base/lease-lock.ts";
import { redisStrategy, RedisStore, type RedisAddress } from "./base/redis-store.ts";

/** KEYS: the value, the highest number. ARGV: the holder's number, the next value. */
const SET_IF_HIGHEST = `
if tonumber(ARGV[1]) < tonumber(redis.call("GET", KEYS[2])) then return 0 end
redis.call("SET", KEYS[1], ARGV[2])
return 1`;

class FencedLockStore<Key, Value extends Storable> extends RedisStore<Key, Value> {
  readonly #lock: LeaseLock;

  constructor(client: RedisClient, address: RedisAddress) {
    super(client, address);
    this.#lock = new LeaseLock(client);
  }

  protected override put(
    key: string,
    json: string,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    return this.#whileHeld(key, (token) => this.#setFenced(key, json, token), signal);
  }

  protected override replace(
    key: string,
    updater: Updater<Value>,
    signal: AbortSignal | undefined,
  ): Promise<Value> {
    return this.#whileHeld(
      key,
      async (token) => {
        const next = await updater(await this.get(key));
        await this.#setFenced(key, jsonText(next), token);
        return next;
      },
      signal,
    );
  }

  async #whileHeld<Result>(
    key: string,
    work: (token: number) => Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    const lease = await this.#lock.acquire(this.nameOf("lock", key), signal);
    try {
      const drawn = this.client.incr(this.nameOf("token", key));
      return await work(await outcomeOfLook(drawn, fateOf));
    } finally {
      await lease.release();
    }
  }

  async #setFenced(key: string, json: string, token: number): Promise<void> {
    const keys = [this.nameOf("value", key), this.nameOf("token", key)];
    if (await this.didChange(SET_IF_HIGHEST, keys, [String(token), json])) return;
    throw new LockLostError();
  }
}

const strategy = redisStrategy(
  {
    id: "redis-lock-fenced",
    title: "Redis, lock with a fencing token",
    summary:
      "A change holds the key's lock and a number drawn with it, and Redis refuses a change whose " +
      "number is not the highest.",
    caveat:
      "A holder that stands still for longer than its lease is refused, and its caller must call " +
      "again: LOCK_LOST.",
  },
  { access: "lock-holder", exclusion: "key", updaterRuns: "once" },
  (client, address) => new FencedLockStore(client, address),
);

export default strategy;

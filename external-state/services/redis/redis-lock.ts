/**
 * A lock with a lease per key, held while a value is read, replaced and written: what most programs
 * mean by a lock in Redis. The counterpart in one event loop is `lock-per-key`.
 *
 * It is right as long as every holder is done before its lease runs out, for which
 * {@link LeaseLock} renews it. It goes wrong when a holder stands still for longer: Redis gives the
 * lock to another client, which reads and writes, and then the first one goes on and writes what it
 * made of the old value. Nothing refuses that write, since SET does not know of locks, and the other
 * client's acknowledged update is lost. `compare faults holder-stopped` shows it, and
 * `redis-lock-fenced` what helps.
 */
import type { Storable, Updater } from "@sync-strategies/state-store";
import { OutcomeUnknownError } from "@sync-strategies/state-store";
import { jsonText } from "../../base/json-text.ts";
import type { RedisClient } from "./base/connection.ts";
import { LeaseLock, type Lease } from "./base/lease-lock.ts";
import { redisStrategy, RedisStore, type RedisAddress } from "./base/redis-store.ts";

class LockStore<Key, Value extends Storable> extends RedisStore<Key, Value> {
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
    // A write that took no lock would walk past the holder, whose own write would undo it.
    return this.#whileHeld(key, () => this.set(key, json), signal);
  }

  protected override replace(
    key: string,
    updater: Updater<Value>,
    signal: AbortSignal | undefined,
  ): Promise<Value> {
    return this.#whileHeld(
      key,
      async () => {
        // While the lock is held, no client of any process changes the value during these awaits.
        const next = await updater(await this.get(key));
        await this.set(key, jsonText(next));
        return next;
      },
      signal,
    );
  }

  async #whileHeld<Result>(
    key: string,
    work: () => Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    const lease = await this.#lock.acquire(this.nameOf("lock", key), signal);
    try {
      const result = await work();
      await lease.release();
      return result;
    } catch (error) {
      await end(lease, error);
      throw error;
    }
  }
}

/**
 * A SET that had no reply may still be on its way. If the lock were free, it could arrive after the
 * next holder has read the value. So the lock is left to run out.
 */
async function end(lease: Lease, error: unknown): Promise<void> {
  if (error instanceof OutcomeUnknownError) lease.abandon();
  else await lease.release();
}

const strategy = redisStrategy(
  {
    id: "redis-lock",
    title: "Redis, lock with a lease",
    summary:
      "A change holds the key's lock, SET NX with a lease that is renewed, while it reads, computes " +
      "and writes.",
    caveat:
      "A holder that stands still for longer than its lease of 2 s writes all the same, and another " +
      "client's update is lost.",
  },
  { access: "lock-holder", exclusion: "key", updaterRuns: "once" },
  (client, address) => new LockStore(client, address),
);

export default strategy;

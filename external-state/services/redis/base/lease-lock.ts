/**
 * A lock per key in Redis, as its documentation describes one for a single server: `SET name token NX
 * PX lease` takes it, and a script deletes it if it still has the same token.
 * (https://redis.io/docs/latest/develop/clients/patterns/distributed-locks/)
 *
 * Invariants:
 * - A key in Redis has at most one token at a time, and only the holder's commands renew or delete it:
 *   a holder that has lost the lock takes nothing away from the next one.
 * - The lock of a process that is killed becomes free when its lease runs out. While the holder lives,
 *   a timer renews the lease.
 *
 * It does *not* hold that one client at a time is the holder. A process that stands still (stopped, in a
 * long garbage collection, on a suspended machine) renews nothing, and goes on as if the lock were
 * still its own. Looking at the lock before each command only narrows the gap, since the process may
 * stand still between the look and the command. So a lock with a lease saves work. Where a second
 * holder would do harm, the change must be checked where it is made: see `redis-lock-fenced`.
 * (Martin Kleppmann, "How to do distributed locking", 2016)
 *
 * Redis has no queue. Within the process callers wait in the order in which they asked, and the first
 * asks again and again. Of several processes the one that asks just when the lock is free gets it:
 * each release leaves it free for the time of one reply.
 */
import { UncheckedKeyLocks } from "@sync-strategies/locks";
import { randomUUID } from "node:crypto";
import { outcomeOfLook } from "../../../base/outcome.ts";
import { pause } from "../../../base/pause.ts";
import { fateOf, type RedisClient } from "./connection.ts";

/** For how long a lock outlives its holder. */
export const LEASE_MS = 2000;

/** Several times within a lease, so that one late timer or one lost reply does not lose the lock. */
const RENEWAL_MS = LEASE_MS / 4;

const POLL_MS = 1;

const RENEW = `
if redis.call("GET", KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call("PEXPIRE", KEYS[1], ARGV[2])`;

const RELEASE = `
if redis.call("GET", KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call("DEL", KEYS[1])`;

/** A lock that was taken. It may have been lost since. */
export interface Lease {
  /** No two leases have the same. */
  readonly token: string;

  /** Gives the lock back. If Redis cannot be reached, it becomes free when the lease runs out. */
  release(): Promise<void>;

  /** Ends the renewals, and leaves the lock to run out. */
  abandon(): void;
}

export class LeaseLock {
  readonly #client: RedisClient;
  /** Whose turn it is among the callers of this process. */
  readonly #queue = new UncheckedKeyLocks<string>();

  constructor(client: RedisClient) {
    this.#client = client;
  }

  /** Waits for the lock of this name. A signal that aborts ends the wait. */
  async acquire(name: string, signal: AbortSignal | undefined): Promise<Lease> {
    await this.#queue.acquire(name, signal);
    try {
      const token = randomUUID();
      while (!(await this.#take(name, token))) await pause(POLL_MS, signal);
      return this.#leaseOf(name, token);
    } catch (error) {
      this.#queue.release(name);
      throw error;
    }
  }

  async #take(name: string, token: string): Promise<boolean> {
    const expiration = { type: "PX", value: LEASE_MS } as const;
    const set = this.#client.set(name, token, { condition: "NX", expiration });
    // If the reply is lost the lock may be taken, by a holder that does not know of it: it runs out.
    return (await outcomeOfLook(set, fateOf)) === "OK";
  }

  #leaseOf(name: string, token: string): Lease {
    const run = async (script: string, ...values: string[]): Promise<void> => {
      await this.#client
        .eval(script, { keys: [name], arguments: [token, ...values] })
        .catch(() => {});
    };
    const renewals = setInterval(() => void run(RENEW, String(LEASE_MS)), RENEWAL_MS);
    const abandon = (): void => {
      clearInterval(renewals);
      this.#queue.release(name);
    };
    return {
      token,
      abandon,
      release: async () => {
        clearInterval(renewals);
        await run(RELEASE);
        this.#queue.release(name);
      },
    };
  }
}

/**
 * One process's side of etcd's locks (etcd documentation, "Lock service"). A lock is a key that bears
 * the number of its holder's lease; those that wait have such keys, too, and hold the lock in the order
 * in which their keys were made. The lease ends unless it is kept alive, and etcd then removes its
 * keys: a process that was killed holds up the others for no longer than that.
 *
 * Invariants:
 * - To etcd a lock belongs to a lease and not to a caller: a lease that asks for its own lock again has
 *   it. So callers of this process queue here for each lock, and one of them asks etcd.
 * - A caller that gives up while etcd makes it wait leaves the process its place. The lock is given back
 *   when it comes, and only then may the next caller ask.
 */
import { addAbortWaiter, removeAbortWaiter } from "@sync-strategies/event-loop";
import { UncheckedKeyLocks } from "@sync-strategies/locks";
import { OutcomeUnknownError } from "@sync-strategies/state-store";
import { pause } from "../../../base/pause.ts";
import type { EtcdClient } from "./etcd-client.ts";
import { isLeaseLost } from "./fate.ts";
import { fromBase64, toBase64 } from "./gateway.ts";

/** How often a lease is kept alive before it would end. */
const KEEP_ALIVES_PER_LEASE = 3;

/** How long to wait before a lock is given back again, if etcd could not be reached. */
const TRY_AGAIN_MS = 100;

export class EtcdLocks {
  readonly #client: EtcdClient;
  readonly #prefix: string;
  readonly #leaseSeconds: number;
  readonly #queues = new UncheckedKeyLocks<string>();
  readonly #keepAlive: NodeJS.Timeout;
  #lease: Promise<string> | undefined;
  readonly #closing = new AbortController();
  #isKeeping = false;

  /**
   * @param prefix of the names of locks.
   * @param leaseSeconds how long a lease lasts that is not kept alive; etcd grants 2 and more.
   */
  constructor(client: EtcdClient, prefix: string, leaseSeconds: number) {
    this.#client = client;
    this.#prefix = prefix;
    this.#leaseSeconds = leaseSeconds;
    const intervalMs = (leaseSeconds * 1000) / KEEP_ALIVES_PER_LEASE;
    this.#keepAlive = setInterval(() => void this.#keep(), intervalMs);
  }

  /** What the keys of all begin with that hold the lock or wait for it. */
  nameOf(key: string): string {
    // Keys may hold any character, and no lock's name may be the beginning of another one's.
    return `${this.#prefix}${Buffer.from(key).toString("base64url")}/`;
  }

  /**
   * Calls back with the lock, and gives it back afterwards.
   *
   * @param work is given the key in etcd that is there for as long as the lock is held.
   */
  async hold<Result>(
    key: string,
    work: (lockKey: string) => Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    await this.#queues.acquire(key, signal);
    const lock = this.#acquire(key);
    let keepsMs = 0;
    try {
      return await work(await unlessAborted(lock, signal));
    } catch (error) {
      // A change without a reply may be on its way, and must not arrive in another client's turn.
      if (error instanceof OutcomeUnknownError) keepsMs = this.#leaseSeconds * 1000;
      throw error;
    } finally {
      // The caller waits neither for this, nor for a lock that it has given up.
      void this.#giveBack(key, lock, keepsMs);
    }
  }

  /** Ends the lease, and with it all that is left of its locks. */
  async close(): Promise<void> {
    this.#closing.abort();
    clearInterval(this.#keepAlive);
    const lease = await this.#lease?.catch(() => undefined);
    // If etcd cannot be reached, the lease ends by itself.
    if (lease !== undefined) await this.#client.ask("lease/revoke", { ID: lease }).catch(() => {});
  }

  /** Resolves to the lock's key, which bears the lease's number. */
  async #acquire(key: string): Promise<string> {
    const name = toBase64(this.nameOf(key).slice(0, -1));
    for (;;) {
      const granting = (this.#lease ??= this.#grant());
      try {
        const request = { name, lease: await granting };
        const lock = await this.#client.askAndWait<{ readonly key: string }>("lock/lock", request);
        return fromBase64(lock.key);
      } catch (error) {
        if (this.#closing.signal.aborted || !isLeaseLost(error)) throw error;
        if (this.#lease === granting) this.#lease = undefined;
      }
    }
  }

  async #giveBack(key: string, lock: Promise<string>, keepsMs: number): Promise<void> {
    const { signal } = this.#closing;
    // It may have been granted although its reply was lost.
    const lockKey = await lock.catch(() => this.#keyOf(key));
    try {
      if (keepsMs > 0) await pause(keepsMs, signal);
      if (lockKey === undefined) return;
      while (!(await this.#unlock(lockKey))) await pause(TRY_AGAIN_MS, signal);
    } catch {
      // The lease ends with the handle, and the lock with it.
    } finally {
      this.#queues.release(key);
    }
  }

  /** False if etcd could not be reached. */
  async #unlock(lockKey: string): Promise<boolean> {
    try {
      await this.#client.ask("lock/unlock", { key: toBase64(lockKey) });
      return true;
    } catch {
      return false;
    }
  }

  async #keyOf(key: string): Promise<string | undefined> {
    const lease = await this.#lease?.catch(() => undefined);
    return lease === undefined ? undefined : this.nameOf(key) + BigInt(lease).toString(16);
  }

  async #grant(): Promise<string> {
    try {
      const lease = { TTL: String(this.#leaseSeconds) };
      return (await this.#client.ask<{ readonly ID: string }>("lease/grant", lease)).ID;
    } catch (error) {
      this.#lease = undefined;
      throw error;
    }
  }

  async #keep(): Promise<void> {
    const lease = this.#lease;
    if (this.#isKeeping || lease === undefined) return;
    this.#isKeeping = true;
    try {
      // A lease that has run out is found out by the next caller that asks for a lock.
      await this.#client.ask("lease/keepalive", { ID: await lease });
    } catch {
      // etcd cannot be reached. The lease lasts a while, and the next time may be early enough.
    }
    this.#isKeeping = false;
  }
}

/** Settles as the promise does, but rejects with the signal's reason if the signal aborts first. */
function unlessAborted<Result>(
  promise: Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  if (signal === undefined) return promise;
  if (signal.aborted) return Promise.reject(signal.reason);
  return new Promise((resolve, reject) => {
    const abortWaiter = { onAbort: reject };
    addAbortWaiter(signal, abortWaiter);
    promise.then(resolve, reject).finally(() => removeAbortWaiter(signal, abortWaiter));
  });
}

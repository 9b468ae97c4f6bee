/**
 * A turn to change a key while the others wait: the last resort of an update that started over again and
 * again.
 *
 * A turn is an entry that its holder creates and deletes, and that every process watches. It is a
 * courtesy: NATS has no change that is conditional on another entry, so a change that was on its way
 * when the turn began still takes effect. Of those there is at most one per client, and all later ones
 * wait. So a holder that starts over has the key to itself soon, and nothing rests on it
 * but that: each change of a holder is conditional on the revision, as every other one.
 *
 * The holder renews its turn. One that is not renewed for the time of a lease is that of a process that
 * was killed, and those that wait delete it. Each process measures this time by itself, from when it
 * saw the renewal, so no two clocks are compared.
 */
import { UncheckedKeyLocks } from "@sync-strategies/locks";
import type { KV, KvEntry } from "@nats-io/kv";
import { pause } from "../../../base/pause.ts";
import { unlessLost, type Connection } from "./connection.ts";

const LEASE_MS = 2000;
const RENEWAL_MS = LEASE_MS / 4;
const POLL_MS = 1;

interface Turn {
  readonly revision: number;
  readonly seenAtMs: number;
}

export class NatsTurns {
  readonly #connection: Connection;
  readonly #kv: KV;
  /** The turns of all processes, by the names of their entries. */
  readonly #seen = new Map<string, Turn>();
  /** Whose turn it is among the clients of this process. */
  readonly #queue = new UncheckedKeyLocks<string>();

  private constructor(connection: Connection, kv: KV) {
    this.#connection = connection;
    this.#kv = kv;
  }

  /** @param pattern that of the names of all turns. */
  static async watching(connection: Connection, kv: KV, pattern: string): Promise<NatsTurns> {
    const turns = new NatsTurns(connection, kv);
    const entries = await connection.look(() => kv.watch({ key: pattern }));
    void turns.#follow(entries);
    return turns;
  }

  /** Resolves when no client of any process has the turn, as far as this process has seen. */
  async unlessTaken(name: string, signal: AbortSignal | undefined): Promise<void> {
    for (;;) {
      const turn = this.#seen.get(name);
      if (turn === undefined) return;
      if (performance.now() - turn.seenAtMs < LEASE_MS) await pause(POLL_MS, signal);
      else await this.#remove(name, turn.revision);
    }
  }

  isTaken(name: string): boolean {
    return this.#seen.has(name);
  }

  /** Waits for the turn. A signal that aborts ends the wait. Call what it resolves to at the end. */
  async take(name: string, signal: AbortSignal | undefined): Promise<() => Promise<void>> {
    await this.#queue.acquire(name, signal);
    try {
      let revision: number | undefined;
      while (revision === undefined) {
        await this.unlessTaken(name, signal);
        revision = await this.#connection.look(() => unlessLost(this.#kv.create(name, "")));
        // After a lost connection the watch is late, and another's turn may not have been seen yet.
        if (revision === undefined) await this.#lookUp(name);
      }
      const stop = this.#keepRenewed(name, revision);
      return async () => {
        await this.#remove(name, await stop());
        this.#queue.release(name);
      };
    } catch (error) {
      this.#queue.release(name);
      throw error;
    }
  }

  /** What it returns ends the renewals, and resolves to the revision of the last one. */
  #keepRenewed(name: string, created: number): () => Promise<number> {
    let last = Promise.resolve(created);
    const renew = async (revision: number): Promise<number> =>
      this.#connection.look(() => this.#kv.update(name, "", revision)).catch(() => revision);
    const timer = setInterval(() => {
      last = last.then(renew);
    }, RENEWAL_MS);
    return () => {
      clearInterval(timer);
      return last;
    };
  }

  /** If it fails, another client has removed it, or will when it has not been renewed for a time. */
  async #remove(name: string, revision: number): Promise<void> {
    const removal = this.#connection.look(() => this.#kv.delete(name, { previousSeq: revision }));
    await removal.catch(() => {});
    this.#seen.delete(name);
  }

  async #follow(entries: AsyncIterable<KvEntry>): Promise<void> {
    for await (const entry of entries) this.#note(entry);
  }

  async #lookUp(name: string): Promise<void> {
    const entry = await this.#connection.look(() => this.#kv.get(name));
    if (entry !== null) this.#note(entry);
  }

  #note({ key, operation, revision }: KvEntry): void {
    if (operation !== "PUT") this.#seen.delete(key);
    else if (this.#seen.get(key)?.revision !== revision) {
      this.#seen.set(key, { revision, seenAtMs: performance.now() });
    }
  }
}

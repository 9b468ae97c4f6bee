/**
 * NATS JetStream's key-value store: an update reads the entry with its revision, computes the next
 * value while nothing is locked, and puts it on the condition that the revision is still the same;
 * otherwise it starts over. The counterpart in one event loop is `optimistic`.
 * (https://docs.nats.io/nats-concepts/jetstream/key-value-store)
 *
 * Invariants:
 * - A revision is the entry's place in the bucket's stream, which only grows. So an entry that has the
 *   revision an updater started from has not changed meanwhile, not even to another value and back.
 *   Revision 0 stands for no entry, and is created rather than updated.
 * - The stream's leader compares and appends in one step. A put that lost the race is error 10071.
 * - Reads are answered by the leader, which has appended whatever was acknowledged. With `allow_direct`
 *   any replica would answer, and a read could find an older value.
 *
 * A slow updater among fast ones could start over forever. So after a few failed attempts an update takes
 * a turn, for which all later changes of its key wait: see {@link NatsTurns}.
 */
import { JetStreamApiError } from "@nats-io/jetstream";
import type { KV } from "@nats-io/kv";
import type { SharedStrategy, Storable, Updater } from "@sync-strategies/state-store";
import { RemoteStore } from "../../base/json-store.ts";
import { jsonText } from "../../base/json-text.ts";
import { pause } from "../../base/pause.ts";
import { Connection, unlessLost } from "./base/connection.ts";
import { NatsTurns } from "./base/turns.ts";

/** How many attempts an update makes before it takes a turn. */
const ATTEMPTS = 3;

/** What an entry's name may have is letters, digits and a few signs, and dots between its parts. */
const nameOf = (kind: "value" | "turn", key: string): string =>
  `${kind}.${Buffer.from(key).toString("base64url")}`;

class RevisionStore<Key, Value extends Storable> extends RemoteStore<Key, Value> {
  readonly #connection: Connection;
  readonly #kv: KV;
  readonly #turns: NatsTurns;

  constructor(connection: Connection, kv: KV, turns: NatsTurns) {
    super();
    this.#connection = connection;
    this.#kv = kv;
    this.#turns = turns;
  }

  protected override async get(key: string): Promise<Value | undefined> {
    return (await this.#look(key)).value;
  }

  async #look(
    key: string,
  ): Promise<{ readonly value: Value | undefined; readonly revision: number }> {
    const entry = await this.#connection.look(() => this.#kv.get(nameOf("value", key)));
    return { value: entry?.json<Value>(), revision: entry?.revision ?? 0 };
  }

  protected override async put(
    key: string,
    json: string,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    await this.#turns.unlessTaken(nameOf("turn", key), signal);
    // Ignores open updates: they will find that the entry has changed, and start over.
    await this.#connection.change(() => this.#kv.put(nameOf("value", key), json));
  }

  protected override async replace(
    key: string,
    updater: Updater<Value>,
    signal: AbortSignal | undefined,
  ): Promise<Value> {
    const turn = nameOf("turn", key);
    let attempt = 0;
    for (; attempt < ATTEMPTS && !this.#turns.isTaken(turn); attempt += 1) {
      const made = await this.#attempt(key, updater);
      if (made !== undefined) return made;
    }
    // Once an updater has been called, the operation has started and cannot be cancelled.
    const endTurn = await this.#turns.take(turn, attempt === 0 ? signal : undefined);
    try {
      for (;;) {
        const made = await this.#attempt(key, updater);
        if (made !== undefined) return made;
      }
    } finally {
      await endTurn();
    }
  }

  protected override release(): Promise<void> {
    return this.#connection.close();
  }

  /** What the updater made of the value, if that has replaced it; undefined otherwise. */
  async #attempt(key: string, updater: Updater<Value>): Promise<Value | undefined> {
    const { value, revision } = await this.#look(key);
    // Clients of all processes continue during this await, and may change the entry.
    const next = await updater(value);
    const name = nameOf("value", key);
    const json = jsonText(next);
    const put = (): Promise<number> =>
      revision === 0 ? this.#kv.create(name, json) : this.#kv.update(name, json, revision);
    const isPut = (await this.#connection.change(() => unlessLost(put()))) !== undefined;
    return isPut ? next : undefined;
  }
}

/** "Error creating store for stream": the number that the server gives the error. */
const NO_STORE = 10_049;
const CREATE_ATTEMPTS = 10;
const CREATE_AGAIN_MS = 20;

/**
 * A server that has just removed its last bucket may remove the folder of all buckets under one that
 * is being created, which then fails.
 */
async function createBucket(connection: Connection, name: string): Promise<KV> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await connection.buckets.create(name, { history: 1, allow_direct: false });
    } catch (error) {
      const isGone = error instanceof JetStreamApiError && error.code === NO_STORE;
      if (!isGone || attempt === CREATE_ATTEMPTS) throw error;
      await pause(CREATE_AGAIN_MS, undefined);
    }
  }
}

const strategy: SharedStrategy = {
  id: "nats-revision",
  title: "NATS, revision",
  summary:
    "An update puts its value in a JetStream bucket only if the entry's revision is still the one it " +
    "started from, and starts over otherwise.",
  caveat:
    "With allow_direct, a read may find an older value; after three attempts an update takes a turn, " +
    "for which later changes of its key wait.",
  span: "machines",
  service: "nats",
  reply: "NATS's reply, on the connection of its caller's process",
  traits: {
    access: "any-caller",
    exclusion: "nothing",
    reads: "never-wait",
    updaterRuns: "at-least-once",
    values: "copy",
    survivesKill: true,
    lacks: ["unlimited-time"],
    control: false,
  },
  async createState({ service }) {
    if (service === undefined) throw new TypeError("A state on NATS needs a server.");
    const { url, namespace } = service;
    const connection = await Connection.to(url);
    const kv = await connection.change(() => createBucket(connection, namespace));
    return {
      addressFor: () => ({ address: service }),
      [Symbol.asyncDispose]: async () => {
        try {
          await connection.look(() => kv.destroy());
        } finally {
          await connection.close();
        }
      },
    };
  },
  async openStore<Key, Value extends Storable>(address: unknown) {
    const { url, namespace } = address as { readonly url: string; readonly namespace: string };
    const connection = await Connection.to(url);
    try {
      const kv = await connection.buckets.open(namespace);
      const turns = await NatsTurns.watching(connection, kv, "turn.>");
      return new RevisionStore<Key, Value>(connection, kv, turns);
    } catch (error) {
      await connection.close();
      throw error;
    }
  },
};

export default strategy;

/**
 * Postgres, with each update in a SERIALIZABLE transaction and no lock: read, await the updater, write,
 * commit. Where another transaction came between, Postgres refuses the write or the commit with the
 * code 40001, and the update starts over. The counterpart in one event loop is `optimistic`.
 *
 * It is right because all transactions of this level together have the outcome of some order one after
 * the other: serializable snapshot isolation (Cahill, Röhm and Fekete, SIGMOD 2008; Ports and Grittner,
 * VLDB 2012; PostgreSQL manual, 13.2.3). For a single row REPEATABLE READ would do: it refuses to
 * replace a row that has changed since the transaction's snapshot. This level pays where an update
 * depends on rows that it does not write.
 *
 * Plain reads and writes are single statements at the default level. A write that comes between changes
 * the row, and a read is a transaction by itself, so neither needs more.
 *
 * A slow updater among fast ones could start over forever. So after a few failed attempts an update
 * locks the row while its updater awaits, as in `postgres-for-update`: the others' writes then wait
 * for it, and are refused.
 */
import type { Storable, Updater } from "@sync-strategies/state-store";
import { jsonText } from "../../base/json-text.ts";
import { isSerializationFailure } from "./base/fate.ts";
import { postgresStrategy } from "./base/postgres-strategy.ts";
import { ForUpdateStore } from "./postgres-for-update.ts";

/** How many attempts an update makes before it locks the row. */
const ATTEMPTS = 3;

class SerializableStore<Key, Value extends Storable> extends ForUpdateStore<Key, Value> {
  protected override async replace(
    key: string,
    updater: Updater<Value>,
    signal: AbortSignal | undefined,
  ): Promise<Value> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      try {
        // Once an updater has been called, the operation has started and cannot be cancelled.
        return await this.#attempt(key, updater, attempt === 0 ? signal : undefined);
      } catch (error) {
        if (!isSerializationFailure(error)) throw error;
      }
    }
    return super.replace(key, updater, undefined);
  }

  #attempt(key: string, updater: Updater<Value>, signal: AbortSignal | undefined): Promise<Value> {
    return this.changers.transaction(
      "BEGIN ISOLATION LEVEL SERIALIZABLE",
      async (transaction) => {
        const [row] = await transaction.wait(this.select, [key]);
        // The transaction is open across this await, and keeps no other from changing the row.
        const next = await updater(this.valueIn(row));
        await transaction.send(this.upsert, [key, jsonText(next)]);
        return next;
      },
      signal,
    );
  }
}

const strategy = postgresStrategy(
  {
    id: "postgres-serializable",
    title: "Postgres, SERIALIZABLE",
    summary:
      "An update is one SERIALIZABLE transaction, and starts over where Postgres refuses it because " +
      "another one came between.",
    caveat:
      "Each updater that awaits takes up a connection, and after three attempts an update locks its " +
      "row.",
  },
  {
    access: "any-caller",
    exclusion: "nothing",
    updaterRuns: "at-least-once",
    lacks: ["unlimited-holders"],
  },
  (address) => new SerializableStore(address),
);

export default strategy;

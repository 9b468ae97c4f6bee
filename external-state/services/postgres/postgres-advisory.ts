/**
 * Postgres, with an advisory lock per key: a lock on a number, which means what its users agree on.
 * `pg_advisory_xact_lock` waits for it and keeps it until the transaction ends (PostgreSQL manual,
 * 13.3.5). The counterpart in one event loop is `lock-per-key`.
 *
 * Invariant: every client that changes a key holds its lock, for a plain write, too. Postgres itself knows nothing of
 * what the lock protects, so a single statement elsewhere that changes the row without it walks past
 * all that wait, and the update that it overtakes is lost.
 *
 * The lock is taken in one statement and the row read in the next. A statement sees what was committed
 * when it began: one that did both would wait for the lock, and then read the row as it was before the
 * wait.
 *
 * All applications in a database share the numbers, so the number is a hash of table and key. Two keys
 * with the same hash wait for each other, which harms nothing.
 */
import type { Storable, Updater } from "@sync-strategies/state-store";
import { jsonText } from "../../base/json-text.ts";
import type { Transaction } from "./base/connections.ts";
import { PostgresStore } from "./base/postgres-store.ts";
import { postgresStrategy } from "./base/postgres-strategy.ts";

class AdvisoryStore<Key, Value extends Storable> extends PostgresStore<Key, Value> {
  protected override async put(
    key: string,
    json: string,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    await this.#locked(key, (transaction) => transaction.send(this.upsert, [key, json]), signal);
  }

  protected override replace(
    key: string,
    updater: Updater<Value>,
    signal: AbortSignal | undefined,
  ): Promise<Value> {
    return this.#locked(
      key,
      async (transaction) => {
        const [row] = await transaction.send(this.select, [key]);
        // The lock is held across this await: no other client of the key gets it meanwhile.
        const next = await updater(this.valueIn(row));
        await transaction.send(this.upsert, [key, jsonText(next)]);
        return next;
      },
      signal,
    );
  }

  #locked<Result>(
    key: string,
    work: (transaction: Transaction) => Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    return this.changers.transaction(
      "BEGIN ISOLATION LEVEL READ COMMITTED",
      async (transaction) => {
        const name = `${this.table} ${key}`;
        await transaction.wait("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [name]);
        return work(transaction);
      },
      signal,
    );
  }
}

const strategy = postgresStrategy(
  {
    id: "postgres-advisory",
    title: "Postgres, advisory lock",
    summary: "An update holds an advisory lock on its key's hash while its updater awaits.",
    caveat:
      "The lock protects nothing by itself: one statement that changes the row without it makes an " +
      "update lose its value.",
  },
  { access: "lock-holder", exclusion: "key", updaterRuns: "once", lacks: ["unlimited-holders"] },
  (address) => new AdvisoryStore(address),
);

export default strategy;

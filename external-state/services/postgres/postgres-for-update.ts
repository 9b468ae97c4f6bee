/**
 * Postgres, with the row locked while the updater awaits: `SELECT … FOR UPDATE` reads the row and
 * keeps all others from changing or locking it until the transaction ends. The counterpart in one
 * event loop is `lock-per-key`.
 *
 * Invariant: a transaction that has read a row in order to replace it holds the row's lock by then. A
 * statement that had to wait for the lock reads the row as it is once it has it, since READ
 * COMMITTED looks again (PostgreSQL manual, 13.2.1 and 13.3.2).
 *
 * FOR UPDATE locks no row that is not there: two transactions would both find none, and both go on.
 * So the row is inserted first, without a value. The second one's INSERT waits for the first one to
 * end, and then finds its row. One that rolls back takes the row along.
 *
 * The lock belongs to the connection. If its process is killed, the server sees the connection close
 * and rolls back. If the process stands still, all wait for as long as it does, unless
 * `idle_in_transaction_session_timeout` ends its transaction; its commit is refused then.
 */
import type { Storable, Updater } from "@sync-strategies/state-store";
import { jsonText } from "../../base/json-text.ts";
import type { Row, Transaction } from "./base/connections.ts";
import { PostgresStore } from "./base/postgres-store.ts";
import { postgresStrategy } from "./base/postgres-strategy.ts";

export class ForUpdateStore<Key, Value extends Storable> extends PostgresStore<Key, Value> {
  protected override replace(
    key: string,
    updater: Updater<Value>,
    signal: AbortSignal | undefined,
  ): Promise<Value> {
    return this.changers.transaction(
      "BEGIN ISOLATION LEVEL READ COMMITTED",
      async (transaction) => {
        const row = await this.#lock(transaction, key);
        // The row is locked across this await: no transaction replaces its value meanwhile.
        const next = await updater(this.valueIn(row));
        await transaction.send(this.upsert, [key, jsonText(next)]);
        return next;
      },
      signal,
    );
  }

  async #lock(transaction: Transaction, key: string): Promise<Row | undefined> {
    const lock = `${this.select} FOR UPDATE`;
    const [row] = await transaction.wait(lock, [key]);
    if (row !== undefined) return row;
    const insert = `INSERT INTO ${this.table} (key) VALUES ($1) ON CONFLICT (key) DO NOTHING`;
    await transaction.wait(insert, [key]);
    const [inserted] = await transaction.wait(lock, [key]);
    return inserted;
  }
}

const strategy = postgresStrategy(
  {
    id: "postgres-for-update",
    title: "Postgres, FOR UPDATE",
    summary: "An update locks its row with SELECT … FOR UPDATE while its updater awaits.",
    caveat:
      "Each updater that awaits takes up a connection, and a process that stands still keeps the " +
      "row locked unless idle_in_transaction_session_timeout is set.",
  },
  { access: "lock-holder", exclusion: "key", updaterRuns: "once", lacks: ["unlimited-holders"] },
  (address) => new ForUpdateStore(address),
);

export default strategy;

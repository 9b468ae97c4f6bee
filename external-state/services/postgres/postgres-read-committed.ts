/**
 * The control: SELECT, await, UPDATE in one transaction of the default isolation level, which looks
 * safe because it is a transaction. READ COMMITTED promises that a statement sees only what was
 * committed when it began (PostgreSQL manual, 13.2.1). It does not promise that this is still in force
 * at the next statement: two updates that read the same value both write, the second one waits for the
 * first to commit, and then overwrites it.
 */
import type { Storable, Updater } from "@sync-strategies/state-store";
import { jsonText } from "../../base/json-text.ts";
import { PostgresStore } from "./base/postgres-store.ts";
import { postgresStrategy } from "./base/postgres-strategy.ts";

class ReadCommittedStore<Key, Value extends Storable> extends PostgresStore<Key, Value> {
  protected override replace(
    key: string,
    updater: Updater<Value>,
    signal: AbortSignal | undefined,
  ): Promise<Value> {
    return this.changers.transaction(
      "BEGIN ISOLATION LEVEL READ COMMITTED",
      async (transaction) => {
        const [row] = await transaction.wait(this.select, [key]);
        // Others commit during this await, and what they wrote is overwritten.
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
    id: "postgres-read-committed",
    title: "Postgres, READ COMMITTED",
    summary:
      "An update reads and writes in one transaction of the default isolation level; the control " +
      "that loses updates.",
  },
  {
    access: "any-caller",
    exclusion: "nothing",
    updaterRuns: "once",
    control: true,
    lacks: ["unlimited-holders"],
  },
  (address) => new ReadCommittedStore(address),
);

export default strategy;

/**
 * SQLite, with the whole update in one transaction: `BEGIN IMMEDIATE` takes the lock for writing, the
 * value is read, the updater awaited, the new value written and committed. The counterpart in one
 * event loop is `snapshot`.
 *
 * Invariant: a caller that reads a value in order to replace it holds the lock by then. Plain `BEGIN` would
 * not do: it takes the lock only with the first write, when another process may have replaced what was
 * read, and SQLite then refuses the write.
 */
import type { Storable, Updater } from "@sync-strategies/state-store";
import { jsonText } from "../base/json-text.ts";
import { SqliteStore, sqliteStrategy } from "../base/sqlite-store.ts";

class ImmediateStore<Key, Value extends Storable> extends SqliteStore<Key, Value> {
  protected override async replace(
    key: string,
    updater: Updater<Value>,
    signal: AbortSignal | undefined,
  ): Promise<Value> {
    return this.writer.hold(
      // The transaction is open across this await: no process replaces any value meanwhile.
      async () => updater(this.valueIn(this.select(key))),
      (next) => this.upsert(key, jsonText(next)),
      signal,
    );
  }
}

const strategy = sqliteStrategy(
  {
    id: "sqlite-immediate",
    title: "SQLite, BEGIN IMMEDIATE",
    summary:
      "An update is one SQLite transaction, begun with the lock for writing and held while the " +
      "updater awaits.",
    caveat:
      "One updater at a time in the whole file: while it awaits, every other process waits to write.",
  },
  { access: "lock-holder", exclusion: "store", updaterRuns: "once" },
  (address) => new ImmediateStore(address),
);

export default strategy;

/**
 * The control: SELECT, compute, UPDATE, and each statement commits by itself. SQLite makes every
 * statement one step, and this looks as safe as the others as long as no other client comes between
 * the two statements of an update.
 */
import { turnIfDue } from "@sync-strategies/event-loop";
import type { Storable, Updater } from "@sync-strategies/state-store";
import { jsonText } from "../base/json-text.ts";
import { SqliteStore, sqliteStrategy } from "../base/sqlite-store.ts";

class AutocommitStore<Key, Value extends Storable> extends SqliteStore<Key, Value> {
  protected override async replace(key: string, updater: Updater<Value>): Promise<Value> {
    // No updater runs before `update` has returned.
    await turnIfDue();
    // Other clients change the value during this await, and what they wrote is overwritten.
    const next = await updater(this.valueIn(this.select(key)));
    const json = jsonText(next);
    await this.writer.perform(() => this.upsert(key, json), undefined);
    return next;
  }
}

const strategy = sqliteStrategy(
  {
    id: "sqlite-autocommit",
    title: "SQLite, autocommit",
    summary:
      "An update reads in one SQLite statement and writes in another; the control that loses updates.",
  },
  { access: "any-caller", exclusion: "nothing", updaterRuns: "once", control: true },
  (address) => new AutocommitStore(address),
);

export default strategy;

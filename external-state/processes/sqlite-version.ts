/**
 * SQLite with a version column: an update reads the value with its version, computes the next value
 * while no lock is held, and replaces the row only `WHERE version = ?` that version; where no row
 * matched, it starts over. The counterpart in one event loop is `optimistic`.
 *
 * Invariant: every change increments the row's version, and no row is ever deleted. So a row that has
 * the version an updater started from has not changed meanwhile, not even to another value and back.
 *
 * A slow updater among fast ones could start over forever. So after a few failed attempts an update
 * holds SQLite's lock for writing while its updater awaits, as in `sqlite-immediate`.
 */
import type { Storable, Updater } from "@sync-strategies/state-store";
import { turnIfDue } from "@sync-strategies/event-loop";
import { jsonText } from "../base/json-text.ts";
import { SqliteStore, sqliteStrategy, type Row, type SqliteAddress } from "../base/sqlite-store.ts";
import type { SqliteStatement } from "../base/sqlite-statement.ts";

/** How many attempts an update makes before it holds the lock. */
const ATTEMPTS = 3;

class VersionStore<Key, Value extends Storable> extends SqliteStore<Key, Value> {
  readonly #insert: SqliteStatement;
  readonly #replace: SqliteStatement;

  constructor(address: SqliteAddress) {
    super(address);
    this.#insert = this.prepare(
      "INSERT INTO state (key, value) VALUES (?, ?) ON CONFLICT DO NOTHING",
    );
    this.#replace = this.prepare(
      "UPDATE state SET value = ?, version = version + 1 WHERE key = ? AND version = ?",
    );
  }

  protected override async replace(key: string, updater: Updater<Value>): Promise<Value> {
    // No updater runs before `update` has returned.
    await turnIfDue();
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const seen = this.select(key);
      // Clients of all processes continue during this await, and may change the key.
      const next = await updater(this.valueIn(seen));
      const json = jsonText(next);
      const step = (): boolean => this.#replaceIfSame(key, json, seen);
      // An updater has been called, so the operation has started and cannot be cancelled.
      if (await this.writer.perform(step, undefined)) return next;
    }
    return this.writer.hold(
      async () => updater(this.valueIn(this.select(key))),
      (next) => this.upsert(key, jsonText(next)),
      undefined,
    );
  }

  /** Replaces the value if the row has not changed since it was seen. False, and no change, otherwise. */
  #replaceIfSame(key: string, json: string, seen: Row | undefined): boolean {
    const changes =
      seen === undefined ? this.#insert.run(key, json) : this.#replace.run(json, key, seen.version);
    return changes === 1;
  }
}

const strategy = sqliteStrategy(
  {
    id: "sqlite-version",
    title: "SQLite, version column",
    summary:
      "An update replaces its row only if the version column is still the one it started from, and " +
      "starts over otherwise.",
    caveat:
      "After three attempts an update holds the lock for writing, and then every other process waits " +
      "to write.",
  },
  { access: "any-caller", exclusion: "nothing", updaterRuns: "at-least-once" },
  (address) => new VersionStore(address),
);

export default strategy;

/**
 * Postgres with a version column: an update reads the value with its version, computes the next value
 * while no transaction is open, and replaces the row only `WHERE version = ` that version; where no
 * row matched, it starts over. The counterpart in one event loop is `optimistic`.
 *
 * Invariant: every change increments the row's version, and no row is ever deleted. So a row that has
 * the version an updater started from has not changed meanwhile, not even to another value and back.
 * The one UPDATE that compares and replaces locks its row, so of two with the same version one finds
 * no match (PostgreSQL manual, 13.2.1).
 *
 * While its updater awaits, an update has no connection. So any number of updaters can await, and one
 * that never ends holds nothing.
 *
 * A slow updater among fast ones could start over forever. So after a few failed attempts an update
 * locks the row while its updater awaits, as in `postgres-for-update`.
 */
import type { Storable, Updater } from "@sync-strategies/state-store";
import { jsonText } from "../../base/json-text.ts";
import { postgresStrategy } from "./base/postgres-strategy.ts";
import { ForUpdateStore } from "./postgres-for-update.ts";

/** How many attempts an update makes before it locks the row. */
const ATTEMPTS = 3;

class VersionStore<Key, Value extends Storable> extends ForUpdateStore<Key, Value> {
  protected override async replace(
    key: string,
    updater: Updater<Value>,
    signal: AbortSignal | undefined,
  ): Promise<Value> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      // Once an updater has been called, the operation has started and cannot be cancelled.
      const [row] = await this.readers.look(this.select, [key], attempt === 0 ? signal : undefined);
      // Clients of all processes go on during this await, and may change the key.
      const next = await updater(this.valueIn(row));
      if (await this.#replaceIfSame(key, jsonText(next), row?.version)) return next;
    }
    return super.replace(key, updater, undefined);
  }

  /** Replaces the value if the row has not changed since. False, and no change, otherwise. */
  async #replaceIfSame(key: string, json: string, version: string | undefined): Promise<boolean> {
    const changed =
      version === undefined
        ? await this.changers.change(
            `INSERT INTO ${this.table} (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING`,
            [key, json],
          )
        : await this.changers.change(
            `UPDATE ${this.table} SET value = $2, version = version + 1 ` +
              "WHERE key = $1 AND version = $3",
            [key, json, version],
          );
    return changed === 1;
  }
}

const strategy = postgresStrategy(
  {
    id: "postgres-version",
    title: "Postgres, version column",
    summary:
      "An update replaces its row only if the version column is still the one it started from, and " +
      "starts over otherwise.",
    caveat: "After three attempts an update locks its row, and then all others of its key wait.",
  },
  { access: "any-caller", exclusion: "nothing", updaterRuns: "at-least-once" },
  (address) => new VersionStore(address),
);

export default strategy;

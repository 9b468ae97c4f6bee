import { nextTurn } from "@sync-strategies/event-loop";
import type Database from "libsql";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** A prepared statement that can be let go of. */
export class SqliteStatement {
  #statement: Database.Statement | undefined;

  constructor(statement: Database.Statement) {
    this.#statement = statement;
  }

  get(...values: unknown[]): unknown {
    return this.#statement?.get(...values);
  }

  /** The number of rows that changed. */
  run(...values: unknown[]): number {
    return this.#statement?.run(...values).changes ?? 0;
  }

  letGo(): void {
    this.#statement = undefined;
  }
}

/**
 * Closes the connection and its file. libsql 0.5 cannot finalize a statement: the file stays open,
 * whatever `close` says, until the connection's statements have been collected as garbage. So they are
 * let go of, and garbage is collected at once rather than some time later.
 */
export async function closeDatabase(
  database: Database.Database,
  statements: readonly SqliteStatement[],
): Promise<void> {
  for (const statement of statements) statement.letGo();
  database.close();
  // Node runs what a native object does at its end in a turn after the collection.
  await nextTurn();
  collectGarbage();
  await nextTurn();
}

function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
}

/**
 * What all strategies on SQLite have alike: a table of keys and values, in a file that each process
 * has a connection to. They differ in how they replace a value by what an updater makes of it.
 *
 * The file is in WAL mode, in which readers and a writer do not wait for each other: a read finds
 * what was committed last. A commit is in the file, where all processes see it, but not yet forced
 * onto the disk (`synchronous = NORMAL`): a killed process loses nothing that it acknowledged; what a
 * power loss would take, nothing here shows.
 */
import { answerInTurn, nextTurn } from "@sync-strategies/event-loop";
import type {
  OperationOptions,
  SharedStrategy,
  StateStore,
  Storable,
  StrategyTraits,
} from "@sync-strategies/state-store";
import Database from "libsql";
import { join } from "node:path";
import { JsonStore } from "./json-store.ts";
import { keyText } from "./key-text.ts";
import { PassingReads } from "./passing-reads.ts";
import { closeDatabase, SqliteStatement } from "./sqlite-statement.ts";
import { SqliteWriter } from "./sqlite-writer.ts";

/** How long opening may wait for another process that is opening, too. */
const OPENING_TIMEOUT_MS = 5000;

export interface SqliteAddress {
  readonly path: string;
  readonly members: number;
}

export interface Row {
  /** As JSON. */
  readonly value: string;
  /** Changes each time that the value is replaced. */
  readonly version: number;
}

export abstract class SqliteStore<Key, Value extends Storable> extends JsonStore<Key, Value> {
  readonly #database: Database.Database;
  protected readonly writer: SqliteWriter;
  readonly #statements: SqliteStatement[] = [];
  readonly #select: SqliteStatement;
  readonly #upsert: SqliteStatement;
  readonly #passingReads: PassingReads;

  constructor({ path, members }: SqliteAddress) {
    super();
    this.#database = openDatabase(path);
    this.writer = new SqliteWriter(this.#database, members);
    this.#select = this.prepare("SELECT value, version FROM state WHERE key = ?");
    this.#upsert = this.prepare(
      "INSERT INTO state (key, value) VALUES (?, ?) " +
        "ON CONFLICT DO UPDATE SET value = excluded.value, version = version + 1",
    );
    this.#passingReads = new PassingReads(() => this.writer.waitsForOthers, nextTurn);
  }

  override async read(key: Key, options?: OperationOptions): Promise<Value | undefined> {
    const refused = this.admission.refusal(options);
    if (refused !== undefined) return refused;
    const value = this.valueIn(this.select(keyText(key)));
    const wait = this.#passingReads.waitIfDue();
    if (wait === undefined) return answerInTurn(value);
    return this.admission.during(wait.then(() => value));
  }

  protected override async put(
    key: string,
    json: string,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    await this.writer.perform(() => this.upsert(key, json), signal);
  }

  protected override release(): Promise<void> {
    return closeDatabase(this.#database, this.#statements);
  }

  /** A statement that is there until the handle is closed. */
  protected prepare(sql: string): SqliteStatement {
    const statement = new SqliteStatement(this.#database.prepare(sql));
    this.#statements.push(statement);
    return statement;
  }

  protected select(key: string): Row | undefined {
    return this.#select.get(key) as Row | undefined;
  }

  /** Only in a turn of the {@link writer}. */
  protected upsert(key: string, json: string): void {
    this.#upsert.run(key, json);
  }

  protected valueIn(row: Row | undefined): Value | undefined {
    return row === undefined ? undefined : (JSON.parse(row.value) as Value);
  }
}

type OpenStore = <Key, Value extends Storable>(address: SqliteAddress) => StateStore<Key, Value>;

export function sqliteStrategy(
  description: Pick<SharedStrategy, "id" | "title" | "summary" | "caveat">,
  traits: Pick<StrategyTraits, "access" | "exclusion" | "updaterRuns"> & Partial<StrategyTraits>,
  open: OpenStore,
): SharedStrategy {
  return {
    ...description,
    span: "processes",
    reply: "none: the caller does it itself, through its process's connection",
    traits: {
      reads: "never-wait",
      values: "copy",
      survivesKill: true,
      control: false,
      ...traits,
    },
    createState: async ({ folder, members }) => {
      const address: SqliteAddress = { path: join(folder, "state.sqlite"), members };
      createTable(address.path);
      // The file is the folder's, and every handle closes its own connection.
      return { addressFor: () => ({ address }), [Symbol.asyncDispose]: async () => {} };
    },
    openStore: async (address) => open(address as SqliteAddress),
  };
}

function openDatabase(path: string): Database.Database {
  // With a timeout: opening fails at once otherwise while another process is just doing it.
  const database = new Database(path, { timeout: OPENING_TIMEOUT_MS });
  database.exec("PRAGMA journal_mode = WAL");
  database.exec("PRAGMA synchronous = NORMAL");
  database.exec("PRAGMA busy_timeout = 0");
  return database;
}

function createTable(path: string): void {
  const database = openDatabase(path);
  database.exec(
    "CREATE TABLE state (" +
      "key TEXT PRIMARY KEY, value TEXT NOT NULL, version INTEGER NOT NULL DEFAULT 0" +
      ") WITHOUT ROWID",
  );
  database.close();
}

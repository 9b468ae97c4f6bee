/**
 * What all strategies on Postgres have alike: a table of keys and values, and connections for those
 * that read and for those that change. They differ in how they replace a value by what an updater
 * makes of it.
 *
 * Reads have separate connections, since a connection belongs to its transaction while an updater
 * awaits: readers would otherwise wait for updaters, although Postgres makes none of them wait. A read
 * is one statement, and finds what was committed when it began.
 *
 * All connections are there before a handle is: a process that connects takes milliseconds.
 */
import type { Storable } from "@sync-strategies/state-store";
import { Pool } from "pg";
import { RemoteStore } from "../../../base/json-store.ts";
import { Connections, type Row } from "./connections.ts";

export interface PostgresAddress {
  readonly url: string;
  /** The state's table, which needs no quotes. */
  readonly table: string;
  readonly readers: number;
  readonly changers: number;
}

export abstract class PostgresStore<Key, Value extends Storable> extends RemoteStore<Key, Value> {
  protected readonly table: string;
  protected readonly readers: Connections;
  protected readonly changers: Connections;

  constructor({ url, table, readers, changers }: PostgresAddress) {
    super();
    this.table = table;
    this.readers = new Connections(poolOf(url, readers));
    this.changers = new Connections(poolOf(url, changers), this.readers);
  }

  /** Before any operation. */
  async connect(): Promise<void> {
    try {
      await Promise.all([this.readers.connect(), this.changers.connect()]);
    } catch (error) {
      await this.release();
      throw error;
    }
  }

  /** Replaces the value. The statement waits while another transaction has locked the row. */
  protected override async put(
    key: string,
    json: string,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const values = [key, json];
    if (signal === undefined) {
      await this.changers.change(this.upsert, values);
      return;
    }
    // A statement by itself cannot be undone if the signal aborts while it is on its way.
    await this.changers.transaction(
      "BEGIN",
      (transaction) => transaction.wait(this.upsert, values),
      signal,
    );
  }

  /** Takes a key and a value, whether or not there is a row. */
  protected get upsert(): string {
    return (
      `INSERT INTO ${this.table} AS row (key, value) VALUES ($1, $2) ` +
      "ON CONFLICT (key) DO UPDATE SET value = excluded.value, version = row.version + 1"
    );
  }

  /** Takes a key. */
  protected get select(): string {
    return `SELECT value, version FROM ${this.table} WHERE key = $1`;
  }

  protected valueIn(row: Row | undefined): Value | undefined {
    const json = row?.value ?? undefined;
    return json === undefined ? undefined : (JSON.parse(json) as Value);
  }

  protected override async get(
    key: string,
    signal: AbortSignal | undefined,
  ): Promise<Value | undefined> {
    const [row] = await this.readers.look(this.select, [key], signal);
    return this.valueIn(row);
  }

  protected override async release(): Promise<void> {
    await Promise.all([this.changers.close(), this.readers.close()]);
  }
}

function poolOf(url: string, max: number): Pool {
  return new Pool({
    connectionString: url,
    max,
    // Idle connections are kept: to connect again would be measured.
    idleTimeoutMillis: 0,
  });
}

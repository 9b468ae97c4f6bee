/** The part of a strategy on Postgres that is the same for all of them: its table, and its address. */
import type {
  SharedStrategy,
  StateStore,
  Storable,
  StrategyTraits,
} from "@sync-strategies/state-store";
import { Client } from "pg";
import { outcomeOfLook } from "../../../base/outcome.ts";
import { fateOf } from "./fate.ts";
import type { PostgresAddress, PostgresStore } from "./postgres-store.ts";

/**
 * How many connections a handle has, and all handles of a state together: a server takes 100 if not
 * told otherwise (`max_connections`), three of which it keeps for its administrators.
 */
const READERS = 4;
const CHANGERS = 12;
const CONNECTIONS_OF_ALL = 84;

/** How long the removal of a table waits for transactions that ended without a word. */
const DROP_TIMEOUT_MS = 5000;

type OpenStore = <Key, Value extends Storable>(
  address: PostgresAddress,
) => PostgresStore<Key, Value>;

export function postgresStrategy(
  description: Pick<SharedStrategy, "id" | "title" | "summary" | "caveat">,
  traits: Pick<StrategyTraits, "access" | "exclusion" | "updaterRuns"> & Partial<StrategyTraits>,
  open: OpenStore,
): SharedStrategy {
  return {
    ...description,
    span: "machines",
    service: "postgres",
    reply: "the server's answer, on the connection of the request",
    traits: {
      reads: "never-wait",
      values: "copy",
      survivesKill: true,
      control: false,
      ...traits,
    },
    async createState({ service, members }) {
      if (service === undefined) throw new TypeError("This strategy needs a Postgres server.");
      const { url, namespace } = service;
      // Quoted, since a namespace may be a word of SQL.
      const table = `"${namespace}"`;
      await runOnce(url, [
        `CREATE TABLE ${table} ` +
          "(key text PRIMARY KEY, value text, version bigint NOT NULL DEFAULT 0)",
      ]);
      const address: PostgresAddress = { url, table, ...shareOf(members + 1) };
      return {
        addressFor: () => ({ address }),
        [Symbol.asyncDispose]: () =>
          runOnce(url, [
            `SET lock_timeout = ${DROP_TIMEOUT_MS}`,
            "SET client_min_messages = warning",
            `DROP TABLE IF EXISTS ${table}`,
          ]),
      };
    },
    async openStore<Key, Value extends Storable>(address: unknown) {
      const store = open<Key, Value>(address as PostgresAddress);
      await store.connect();
      return store as StateStore<Key, Value>;
    },
  };
}

/** One handle's connections: at least one for each purpose, however many handles there are. */
function shareOf(handles: number): Pick<PostgresAddress, "readers" | "changers"> {
  const share = Math.min(READERS + CHANGERS, Math.floor(CONNECTIONS_OF_ALL / handles));
  const readers = Math.max(1, Math.floor((share * READERS) / (READERS + CHANGERS)));
  return { readers, changers: Math.max(1, share - readers) };
}

/** On a separate connection, one after the other. */
async function runOnce(url: string, statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  // A statement says what is wrong with its connection.
  client.on("error", () => {});
  await outcomeOfLook(client.connect(), fateOf);
  try {
    for (const statement of statements) await outcomeOfLook(client.query(statement), fateOf);
  } finally {
    await client.end();
  }
}

/** One account, with a balance of 100, in a table that the query builder knows. */
import { Kysely, PostgresDialect, sql } from "kysely";
import { Pool } from "pg";

export interface Tables {
  readonly account: { readonly id: number; readonly balance: number; readonly version: number };
}

export type Accounts = Kysely<Tables>;

/** What the payment waits for between its look at the account and its change: a fraud check, say. */
export type Approve = () => Promise<void>;

/** Pays from the account, and says whether the balance was high enough. */
export type Pay = (accounts: Accounts, amount: number, approve: Approve) => Promise<boolean>;

export async function openAccounts(url: string): Promise<Accounts> {
  const pool = new Pool({ connectionString: url });
  const accounts = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  await sql`DROP TABLE IF EXISTS account`.execute(accounts);
  await sql`CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL, version int NOT NULL)`.execute(
    accounts,
  );
  await accounts.insertInto("account").values({ id: 1, balance: 100, version: 1 }).execute();
  return accounts;
}

export async function balanceIn(accounts: Accounts): Promise<number> {
  const { balance } = await accounts
    .selectFrom("account")
    .select("balance")
    .where("id", "=", 1)
    .executeTakeFirstOrThrow();
  return balance;
}

/** Whether a statement waits for a lock that another transaction holds. */
export async function isBlocked(accounts: Accounts): Promise<boolean> {
  const { rows } = await sql<{ blocked: boolean }>`
    SELECT count(*) > 0 AS blocked FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`.execute(accounts);
  return rows[0]?.blocked ?? false;
}

/** A job that sends one mail per minute, on two machines, so that one of them is always there. */
import { Pool } from "pg";

/** Runs the job for this minute on one machine. */
export type RunJob = (machine: Machine, minute: string) => Promise<void>;

export interface Machine {
  readonly database: Pool;
  readonly sendMail: () => Promise<void>;
}

export async function openDatabase(url: string): Promise<Pool> {
  const database = new Pool({ connectionString: url });
  await database.query("DROP TABLE IF EXISTS run, job");
  await database.query("CREATE TABLE run (minute timestamptz PRIMARY KEY)");
  await database.query("CREATE TABLE job (name text PRIMARY KEY, due timestamptz NOT NULL)");
  return database;
}

import { execFile } from "node:child_process";
import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { Client } from "pg";
import { TcpProxy } from "../../base/tcp-proxy.ts";
import type { StartPair } from "./replica.ts";

/** How often it is looked whether the replica follows. */
const LOOK_INTERVAL_MS = 20;

/**
 * Streaming replication. A replica begins as a copy of its primary's files, taken here while neither
 * of them runs.
 */
export const startPostgresPair: StartPair = async (stage, isWaitedFor) => {
  const settings = isWaitedFor ? { synchronous_standby_names: "*" } : undefined;
  const primary = await stage.startServer(settings);
  const link = await TcpProxy.start(primary.url);
  stage.atEnd(() => link[Symbol.asyncDispose]());
  const { username } = new URL(primary.url);
  const replica = await stage.startServer({
    primary_conninfo: `host=127.0.0.1 port=${link.port} user=${username}`,
  });
  const [from, to] = await Promise.all([primary, replica].map(({ url }) => dataFolder(url)));
  await Promise.all([primary.kill(), replica.kill()]);
  await copyData(from!, to!);
  await primary.restart();
  await replica.restart();
  while (!(await isFollowed(primary.url))) await stage.sleep(LOOK_INTERVAL_MS);
  const promote = async (): Promise<void> => {
    await query(replica.url, "SELECT pg_promote()");
  };
  return { primary, replica, link, promote };
};

async function dataFolder(url: string): Promise<string> {
  const [row] = await query(url, "SHOW data_directory");
  return row!["data_directory"] as string;
}

/** The folder itself stays: the server knows the shared memory that it left behind by it. */
async function copyData(from: string, to: string): Promise<void> {
  for (const name of await readdir(to)) await rm(join(to, name), { recursive: true });
  // Keeps the owner, who need not be this process's user.
  await promisify(execFile)("cp", ["-a", `${from}/.`, to]);
  await rm(join(to, "postmaster.pid"), { force: true });
  await writeFile(join(to, "standby.signal"), "");
}

async function isFollowed(url: string): Promise<boolean> {
  const rows = await query(url, "SELECT 1 FROM pg_stat_replication WHERE state = 'streaming'");
  return rows.length > 0;
}

/** Asks one query, on a connection that is opened for it. */
async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

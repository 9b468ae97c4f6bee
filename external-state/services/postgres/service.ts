/** Postgres, as a server that strategies keep their state in. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Client, DatabaseError } from "pg";
import { ServiceError, shownUrl, type Service, type Site } from "@sync-strategies/servers";

const service: Service = {
  id: "postgres",
  title: "Postgres",
  protocols: ["postgres:", "postgresql:"],
  // The oldest with which the strategies have been thought through; 11 is no longer maintained.
  oldestVersion: "12",
  programs: ["postgres", "initdb"],
  folders: ["/usr/lib/postgresql/*/bin"],
  debianPackage: "postgresql",
  refusesRoot: true,
  settings: {
    fsync: "off",
    max_connections: "500",
    // In the folder, so that nothing of a server that was killed is left in /dev/shm.
    dynamic_shared_memory_type: "mmap",
    unix_socket_directories: "",
  },
  readyLine: /database system is ready to accept (?:read-only )?connections/,
  // It then ends its processes, and frees its shared memory.
  endSignal: "SIGQUIT",

  async prepare(site) {
    const folder = join(site.sharedFolder, "postgres-data");
    templates[folder] ??= initialize(site, folder);
    await templates[folder];
    await site.run("cp", ["-R", folder, dataIn(site)]);
  },

  words: (site) => [
    "-D",
    dataIn(site),
    "-h",
    "127.0.0.1",
    "-p",
    `${site.port}`,
    ...Object.entries(site.settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ],

  urlAt: (port) => `postgres://postgres@127.0.0.1:${port}/postgres`,

  /** A killed server leaves a segment of System V shared memory, whose id its pid file has. */
  async removeRemains(site) {
    const lines = await readFile(join(dataIn(site), "postmaster.pid"), "utf8").catch(() => "");
    const id = lines.split("\n")[SHARED_MEMORY_LINE]?.trim().split(/\s+/)[1];
    // The server may have removed it when it was started again.
    if (id !== undefined) await site.run("ipcrm", ["-m", id]).catch(() => {});
  },

  inspect: (url, signal) =>
    withClient(url, signal, async (client) => {
      const { rows } = await client.query<{ version: string }>(
        "SELECT current_setting('server_version') AS version",
      );
      // Debian adds its own: "15.14 (Debian 15.14-0+deb12u1)".
      return rows[0]?.version.split(" ")[0] ?? "";
    }),

  tryWriting: (url, namespace, signal) =>
    withClient(url, signal, async (client) => {
      await client.query("BEGIN");
      await client.query(`CREATE TABLE ${namespace} (key text PRIMARY KEY)`);
      await client.query("ROLLBACK");
    }),

  list: (url, prefix, signal) => withClient(url, signal, (client) => namesOf(client, prefix)),

  removeAll: (url, prefix, signal) =>
    withClient(url, signal, async (client) => {
      for (const name of await namesOf(client, prefix)) {
        // A table takes its indexes along, and a schema all that is in it.
        await client.query(`DROP ${name} CASCADE`);
      }
    }),
};

export default service;

/** The line of postmaster.pid that has the key and the id of the shared memory, counted from 0. */
const SHARED_MEMORY_LINE = 6;

/** To make a cluster takes seconds, and to copy one does not. By folder, since a keeper has its own. */
const templates: Record<string, Promise<void>> = {};

function dataIn({ folder }: Site): string {
  return join(folder, "data");
}

function initialize(site: Site, folder: string): Promise<void> {
  const words = ["--no-sync", "--locale=C", "--encoding=UTF8", "--auth=trust"];
  return site.run("initdb", [...words, "--username=postgres", folder]);
}

/** As DROP takes them: "TABLE public.x". What is in a schema of ours goes with the schema. */
async function namesOf(client: Client, prefix: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(NAMES, [prefix]);
  return rows.map(({ name }) => name);
}

const NAMES = `
  SELECT format('SCHEMA %I', nspname) AS name
  FROM pg_namespace WHERE starts_with(nspname::text, $1)
  UNION ALL
  SELECT format('%s %I.%I', CASE relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END,
    nspname, relname)
  FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
  WHERE starts_with(relname::text, $1) AND NOT starts_with(nspname::text, $1)
    AND relkind IN ('r', 'p', 'v', 'S')
  UNION ALL
  SELECT format('FUNCTION %s', pg_proc.oid::regprocedure)
  FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace
  WHERE starts_with(proname::text, $1) AND NOT starts_with(nspname::text, $1)
  ORDER BY name`;

async function withClient<Result>(
  url: string,
  signal: AbortSignal,
  use: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = new Client({ connectionString: url });
  // A connection that is lost rejects what waits for it.
  client.on("error", () => {});
  const destroy = (): void => void client.end();
  signal.addEventListener("abort", destroy);
  try {
    await client.connect();
    return await use(client);
  } catch (error) {
    throw inWords(error, url);
  } finally {
    signal.removeEventListener("abort", destroy);
    await client.end();
  }
}

/** By the codes of https://www.postgresql.org/docs/current/errcodes-appendix.html */
function inWords(error: unknown, url: string): unknown {
  if (!(error instanceof DatabaseError))
    return isPasswordMissing(error) ? ServiceError.refused(url) : error;
  const { code = "", message } = error;
  // Class 28 is "invalid authorization".
  if (code.startsWith("28")) return ServiceError.refused(url);
  if (code === "25006")
    return ServiceError.readOnly(url, "it is a replica, or set to be read-only");
  if (code === "42501") return ServiceError.readOnly(url, message);
  // There is no such database, or the server takes no connection just now.
  const serviceCode = code === "3D000" ? "WRONG_URL" : "UNREACHABLE";
  return new ServiceError(serviceCode, `${shownUrl(url)} refuses us: ${message}`);
}

/** pg says so itself, in words alone, when the server asks for a password and the URL has none. */
function isPasswordMissing(error: unknown): boolean {
  return error instanceof Error && error.message.includes("password must be a");
}

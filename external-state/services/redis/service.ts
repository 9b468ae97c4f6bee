/** Redis, as a server that strategies keep their state in. */
import { createClient, type RedisClientType } from "redis";
import { ServiceError, shownUrl, type Service } from "@sync-strategies/servers";

const service: Service = {
  id: "redis",
  title: "Redis",
  protocols: ["redis:", "rediss:"],
  // SET with GET, COPY and the transactions that report a lost WATCH in all cases.
  oldestVersion: "6.2",
  programs: ["redis-server"],
  debianPackage: "redis-server",
  settings: { appendonly: "no", save: "" },
  readyLine: /Ready to accept connections/,
  endSignal: "SIGKILL",

  words: ({ folder, port, settings }) => [
    "--bind",
    "127.0.0.1",
    "--port",
    `${port}`,
    "--dir",
    folder,
    // A setting may have several values: "replicaof 127.0.0.1 6379".
    ...Object.entries(settings).flatMap(([name, value]) => [`--${name}`, ...value.split(" ")]),
  ],

  urlAt: (port) => `redis://127.0.0.1:${port}`,

  inspect: (url, signal) =>
    withClient(url, signal, async (client) => {
      const version = /^redis_version:(\S+)/m.exec(await client.info("server"))?.[1];
      if (version !== undefined) return version;
      throw new Error("its INFO has no redis_version");
    }),

  tryWriting: (url, namespace, signal) =>
    withClient(url, signal, async (client) => {
      await client.set(namespace, "1");
      await client.del(namespace);
    }),

  list: (url, prefix, signal) =>
    withClient(url, signal, async (client) => {
      const names: string[] = [];
      for await (const keys of keysOf(client, prefix)) {
        names.push(...keys.map((key) => `the key ${key}`));
      }
      return names;
    }),

  removeAll: (url, prefix, signal) =>
    withClient(url, signal, async (client) => {
      for await (const keys of keysOf(client, prefix)) await client.unlink(keys);
    }),
};

export default service;

/** Some at a time. SCAN looks at all keys of the database without keeping other clients waiting. */
async function* keysOf(client: RedisClientType, prefix: string): AsyncGenerator<string[]> {
  for await (const keys of client.scanIterator({ MATCH: `${prefix}*`, COUNT: KEYS_PER_LOOK })) {
    if (keys.length > 0) yield keys;
  }
}

const KEYS_PER_LOOK = 1_000;

/** @param signal ends the connection, so that none is left open where the server does not answer. */
async function withClient<Result>(
  url: string,
  signal: AbortSignal,
  use: (client: RedisClientType) => Promise<Result>,
): Promise<Result> {
  // A server that cannot be reached is reported at once, and not after attempts without end.
  const options = { url, disableOfflineQueue: true, socket: { reconnectStrategy: false } } as const;
  const client: RedisClientType = createClient(options);
  const destroy = (): void => client.destroy();
  let problem: unknown;
  client.on("error", (error: unknown) => (problem ??= error));
  signal.addEventListener("abort", destroy);
  try {
    await client.connect();
    return await use(client);
  } catch (error) {
    throw inWords(problem ?? error, url);
  } finally {
    signal.removeEventListener("abort", destroy);
    if (client.isOpen) destroy();
  }
}

/** Redis's errors begin with a word that names them. */
function inWords(error: unknown, url: string): unknown {
  const message = error instanceof Error ? error.message : "";
  if (/^(NOAUTH|WRONGPASS|ERR AUTH|ERR invalid password)\b/.test(message)) {
    return ServiceError.refused(url);
  }
  if (message.startsWith("READONLY")) return ServiceError.readOnly(url, "it is a replica");
  if (message.startsWith("NOPERM")) {
    const line = "its user may not use all commands, or not for keys that begin with sync_";
    return ServiceError.readOnly(url, line);
  }
  if (/^(MISCONF|OOM|NOREPLICAS)\b/.test(message)) return ServiceError.readOnly(url, message);
  // It takes no more clients, or has no such database.
  if (message.startsWith("ERR ")) {
    return new ServiceError(
      "UNREACHABLE",
      `${shownUrl(url)} refuses us: ${message.slice("ERR ".length)}`,
    );
  }
  return error;
}

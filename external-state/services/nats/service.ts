/** NATS with JetStream, as a server that strategies keep their state in. */
import { jetstreamManager, type JetStreamManager } from "@nats-io/jetstream";
import { Kvm } from "@nats-io/kv";
import {
  AuthorizationError,
  PermissionViolationError,
  type NatsConnection,
} from "@nats-io/transport-node";
import { ServiceError, shownUrl, type Service } from "@sync-strategies/servers";
import { connectTo } from "./base/connect.ts";

const service: Service = {
  id: "nats",
  title: "NATS",
  protocols: ["nats:", "tls:"],
  // Buckets that answer reads from any replica, and report a lost race by a code.
  oldestVersion: "2.9",
  programs: ["nats-server"],
  debianPackage: "nats-server",
  settings: {},
  readyLine: /Server is ready/,
  endSignal: "SIGKILL",

  words: ({ folder, port, settings }) => [
    "--jetstream",
    "--addr",
    "127.0.0.1",
    "--port",
    `${port}`,
    "--store_dir",
    folder,
    ...Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
  ],

  urlAt: (port) => `nats://127.0.0.1:${port}`,

  // One that is too old may have no JetStream, which the first write asks for.
  inspect: (url, signal) =>
    withConnection(url, signal, async (connection) => connection.info?.version ?? ""),

  tryWriting: (url, namespace, signal) =>
    withConnection(url, signal, async (connection) => {
      const bucket = await new Kvm(connection).create(namespace);
      try {
        await bucket.put("key", "1");
      } finally {
        await bucket.destroy();
      }
    }),

  list: (url, prefix, signal) =>
    withConnection(url, signal, async (connection) => {
      const names = await streamsOf(await jetstreamManager(connection), prefix);
      return names.map((name) => `the stream ${name}`);
    }),

  removeAll: (url, prefix, signal) =>
    withConnection(url, signal, async (connection) => {
      const manager = await jetstreamManager(connection);
      for (const name of await streamsOf(manager, prefix)) await manager.streams.delete(name);
    }),
};

export default service;

/** A bucket is a stream whose name begins with this. */
const BUCKET = "KV_";

async function streamsOf(manager: JetStreamManager, prefix: string): Promise<string[]> {
  const names: string[] = [];
  for await (const name of manager.streams.names()) {
    if (name.startsWith(prefix) || name.startsWith(`${BUCKET}${prefix}`)) names.push(name);
  }
  return names;
}

async function withConnection<Result>(
  url: string,
  signal: AbortSignal,
  use: (connection: NatsConnection) => Promise<Result>,
): Promise<Result> {
  let connection: NatsConnection | undefined;
  const close = (): void => void connection?.close();
  signal.addEventListener("abort", close);
  try {
    connection = await connectTo(url, { reconnect: false });
    return await use(connection);
  } catch (error) {
    throw inWords(error, url);
  } finally {
    signal.removeEventListener("abort", close);
    await connection?.close();
  }
}

function inWords(error: unknown, url: string): unknown {
  if (error instanceof AuthorizationError) return ServiceError.refused(url);
  if (causesOf(error).some((each) => each instanceof PermissionViolationError)) {
    return ServiceError.readOnly(url, "its user may not use JetStream");
  }
  // The library does not export this class.
  if (error instanceof Error && error.name === "JetStreamNotEnabled") {
    const line = `${shownUrl(url)} has no JetStream: start the server with -js`;
    return new ServiceError("FEATURE_MISSING", line);
  }
  return error;
}

function causesOf(error: unknown): unknown[] {
  return error instanceof Error ? [error, ...causesOf(error.cause)] : [error];
}

/** etcd, as a server that strategies keep their state in. */
import { ServiceError, type Service } from "@sync-strategies/servers";
import { EtcdError, EtcdGateway, fromBase64, rangeOf, toBase64 } from "./base/gateway.ts";

const service: Service = {
  id: "etcd",
  title: "etcd",
  protocols: ["http:", "https:"],
  // Its gateway has the path that is used here.
  oldestVersion: "3.4",
  programs: ["etcd"],
  debianPackage: "etcd-server",
  settings: { "unsafe-no-fsync": "true" },
  readyLine: /serving client traffic/,
  endSignal: "SIGKILL",

  words: ({ folder, port, settings }) => [
    `--data-dir=${folder}/data`,
    `--listen-client-urls=http://127.0.0.1:${port}`,
    `--advertise-client-urls=http://127.0.0.1:${port}`,
    // No other member ever asks for it, so any free port will do.
    "--listen-peer-urls=http://127.0.0.1:0",
    "--logger=zap",
    "--log-outputs=stderr",
    ...Object.entries(settings).map(([name, value]) => `--${name}=${value}`),
  ],

  urlAt: (port) => `http://127.0.0.1:${port}`,

  // Every etcd has this path, also one that is too old to have the gateway's.
  async inspect(url, signal) {
    const response = await fetch(`${new URL(url).origin}/version`, { signal });
    if (!response.ok) throw new Error(`the answer has the HTTP status ${response.status}`);
    const { etcdserver } = (await response.json()) as { etcdserver?: string };
    if (etcdserver !== undefined) return etcdserver;
    throw new Error("its version has no etcdserver");
  },

  tryWriting: (url, namespace, signal) =>
    inWords(url, async (etcd) => {
      const key = toBase64(namespace);
      await etcd.call("kv/put", { key, value: toBase64("1") }, signal);
      await etcd.call("kv/deleterange", { key }, signal);
    }),

  list: (url, prefix, signal) =>
    inWords(url, async (etcd) => {
      const query = { ...rangeOf(prefix), keys_only: true };
      const { kvs = [] } = await etcd.call<{ kvs?: { key: string }[] }>("kv/range", query, signal);
      return kvs.map(({ key }) => `the key ${fromBase64(key)}`);
    }),

  removeAll: (url, prefix, signal) =>
    inWords(url, async (etcd) => {
      await etcd.call("kv/deleterange", rangeOf(prefix), signal);
    }),
};

export default service;

/** Codes of gRPC. */
const PERMISSION_DENIED = 7;
const RESOURCE_EXHAUSTED = 8;
const UNAUTHENTICATED = 16;

async function inWords<Result>(
  url: string,
  use: (etcd: EtcdGateway) => Promise<Result>,
): Promise<Result> {
  try {
    return await use(new EtcdGateway(url));
  } catch (error) {
    if (!(error instanceof EtcdError)) throw error;
    const { grpcCode, message } = error;
    if (grpcCode === UNAUTHENTICATED || /user name is empty|authentication failed/.test(message)) {
      throw ServiceError.refused(url);
    }
    if (grpcCode === PERMISSION_DENIED) throw ServiceError.readOnly(url, "its user may not");
    if (grpcCode === RESOURCE_EXHAUSTED) throw ServiceError.readOnly(url, message);
    throw error;
  }
}

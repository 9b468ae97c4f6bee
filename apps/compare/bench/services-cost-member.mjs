/** One process of services-cost.mjs: reads, as told, by bare calls. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { workspaceRoot } from "@sync-strategies/command-kit";
import { findStrategy } from "@sync-strategies/command-kit/in-child";
import { serveCoordinator } from "@sync-strategies/members";

const { resolve } = createRequire(join(workspaceRoot, "external-state/package.json"));
const library = (name) => import(pathToFileURL(resolve(name)).href);

/** Connect as the strategies do, and resolve to a read and to what closes the connections. */
const clients = {
  async redis(url, namespace) {
    const { createClient } = await library("redis");
    const client = await createClient({ url }).connect();
    return { read: () => client.get(namespace), close: () => client.close() };
  },

  async postgres(url, namespace) {
    const { default: pg } = await library("pg");
    const pool = new pg.Pool({ connectionString: url, max: 8 });
    await pool
      .query(`CREATE TABLE IF NOT EXISTS ${namespace} (key text PRIMARY KEY, value text)`)
      .catch(() => {});
    const read = () => pool.query(`SELECT value FROM ${namespace} WHERE key = $1`, ["0"]);
    return { read, close: () => pool.end() };
  },

  async nats(url, namespace) {
    const { connect } = await library("@nats-io/transport-node");
    const { Kvm } = await library("@nats-io/kv");
    const connection = await connect({ servers: new URL(url).host });
    const bucket = await new Kvm(connection).create(namespace);
    return { read: () => bucket.get("0"), close: () => connection.close() };
  },

  /** Over kept connections of HTTP, which is all that the strategies have for a library. */
  async etcd(url, namespace) {
    const { Agent, request } = await import("node:http");
    const { text } = await import("node:stream/consumers");
    const agent = new Agent({ keepAlive: true });
    const key = Buffer.from(namespace).toString("base64");
    const body = JSON.stringify({ success: [{ request_range: { key } }] });
    const read = async () => {
      const response = await new Promise((answered, failed) => {
        request(`${url}/v3/kv/txn`, { method: "POST", agent }, answered)
          .once("error", failed)
          .end(body);
      });
      return JSON.parse(await text(response));
    };
    return { read, close: () => agent.destroy() };
  },
};

let opened;

serveCoordinator(async (order) => {
  if (order.open !== undefined) opened = await open(order);
  else if (order.close) await opened.close();
  else await readAll(order);
});

async function open({ open: calls, service, url, namespace, id, moduleUrl, address }) {
  if (calls === "client") return clients[service](url, namespace);
  const store = await (await findStrategy(moduleUrl, id)).openStore(address);
  return { read: () => store.read(0), close: () => store.close() };
}

/** Each client calls again when it has been answered. */
async function readAll({ clients: count, operations }) {
  let left = operations;
  const runClient = async () => {
    while (left-- > 0) await opened.read();
  };
  await Promise.all(Array.from({ length: count }, runClient));
}

/** Servers of the user that cannot be used: each is refused in one line, without credentials. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { createClient } from "redis";
import { afterAll, describe, expect, test } from "vitest";
// Compiled, as the command runs it: the keeper is a process of plain Node.
import {
  startKeeper,
  type LocalServer,
  type ServiceError,
} from "../../../packages/servers/dist/index.js";
import { EtcdGateway } from "../../services/etcd/base/gateway.ts";
import { oldServers } from "./old-servers.ts";

const folder = await mkdtemp(join(tmpdir(), "refusals-test-"));
const keeper = await startKeeper();
const visitor = await startKeeper();
afterAll(async () => {
  await visitor.close();
  await keeper.close();
  await rm(folder, { recursive: true });
});

/**
 * Start a server that asks for passwords. The user `root` may do everything, and `reader` may read;
 * both have the password "sesame".
 */
const guarded: Readonly<Record<string, () => Promise<LocalServer>>> = {
  async etcd() {
    const server = await keeper.start("etcd");
    const etcd = new EtcdGateway(server.url);
    for (const name of ["root", "reader"]) {
      await etcd.call("auth/user/add", { name, password: "sesame" });
      await etcd.call("auth/role/add", { name });
      await etcd.call("auth/user/grant", { user: name, role: name });
    }
    const perm = { permType: "READ", key: "AA==", range_end: "AA==" };
    await etcd.call("auth/role/grant", { name: "reader", perm });
    await etcd.call("auth/enable", {});
    etcd.close();
    return server;
  },

  async nats() {
    const config = join(folder, "nats.conf");
    const replies = 'publish: ["_INBOX.>", "$JS.API.INFO"]';
    await writeFile(
      config,
      `no_auth_user: root
       authorization { users = [
         { user: root, password: sesame }
         { user: reader, password: sesame, permissions: { ${replies} } }
       ] }`,
    );
    return keeper.start("nats", { settings: { config } });
  },

  async postgres() {
    const server = await keeper.start("postgres");
    const client = new Client({ connectionString: server.url });
    await client.connect();
    const { rows } = await client.query<{ hba_file: string }>("SHOW hba_file");
    await writeFile(
      rows[0]!.hba_file,
      "host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n",
    );
    await client.query(
      "CREATE ROLE root LOGIN SUPERUSER PASSWORD 'sesame'; CREATE ROLE reader LOGIN PASSWORD 'sesame'; " +
        "ALTER ROLE reader SET default_transaction_read_only = on; SELECT pg_reload_conf()",
    );
    await client.end();
    return server;
  },

  async redis() {
    const server = await keeper.start("redis");
    const client = await createClient({ url: server.url }).connect();
    await client.aclSetUser("root", ["on", ">sesame", "~*", "+@all"]);
    await client.aclSetUser("reader", ["on", ">sesame", "~*", "+@read", "+info"]);
    await client.configSet("requirepass", "sesame");
    client.destroy();
    return server;
  },
};

/** With the code, and the line, which has no part of the URL that is secret. */
async function refusalOf(service: string, url: string): Promise<string> {
  const refusal = await visitor.connect(service, url).then(
    () => undefined,
    (error: unknown) => error as ServiceError,
  );
  expect(refusal?.message).not.toMatch(/hushed|sesame|\n/);
  return `${refusal?.code}: ${refusal?.message}`;
}

test("all services are here", () => {
  expect(Object.keys(guarded)).toEqual(visitor.services);
  expect(Object.keys(oldServers)).toEqual(visitor.services);
});

describe.each(visitor.services)("%s", (service) => {
  const at = (port: number, user = ""): string => {
    const path = service === "postgres" ? "/postgres" : "";
    const protocol = service === "etcd" ? "http" : service;
    return `${protocol}://${user}127.0.0.1:${port}${path}`;
  };

  test("that asks for a password is used with the right one alone, and by a user who may write", async ({
    skip,
  }) => {
    const server = await guarded[service]!().catch((error: unknown) => {
      if ((error as ServiceError).code === "NOT_INSTALLED") return skip((error as Error).message);
      throw error;
    });
    const { port } = server;
    expect(await refusalOf(service, at(port, "root:hushed@"))).toMatch(/^CREDENTIALS_REFUSED: /);
    expect(await refusalOf(service, at(port, "stranger:hushed@"))).toMatch(
      /^CREDENTIALS_REFUSED: /,
    );
    expect(await refusalOf(service, at(port, "reader:sesame@"))).toMatch(
      /^READ_ONLY: .* lets us write nothing: /,
    );
    expect(await visitor.connect(service, at(port, "root:sesame@"))).toMatchObject({ service });
  });

  test("that is too old is refused by its version", async () => {
    await using server = await oldServers[service]!();
    expect(await refusalOf(service, at(server.port))).toMatch(
      new RegExp(
        `^TOO_OLD: .* is \\w+ ${server.version}, and the strategies need [\\d.]+ or later$`,
      ),
    );
  });
});

test("NATS without JetStream is refused", async ({ skip }) => {
  // A configuration's answer to the flag that a server of ours is started with.
  const config = join(folder, "no-jetstream.conf");
  await writeFile(
    config,
    "no_auth_user: user\naccounts { without { jetstream: disabled, users: [{ user: user, password: sesame }] } }",
  );
  const server = await keeper.start("nats", { settings: { config } }).catch((error: unknown) => {
    if ((error as ServiceError).code === "NOT_INSTALLED") return skip((error as Error).message);
    throw error;
  });
  expect(await refusalOf("nats", server.url)).toMatch(/^FEATURE_MISSING: .* has no JetStream: /);
});

/** Each service's servers, ours and the user's, where the machine has them. */
import { Kvm } from "@nats-io/kv";
import { Client } from "pg";
import { createClient } from "redis";
import { afterAll, describe, expect, test } from "vitest";
// Compiled, as the command runs it: the keeper is a process of plain Node.
import {
  startKeeper,
  type LocalServer,
  type ServiceError,
} from "../../../packages/servers/dist/index.js";
import { EtcdGateway, toBase64 } from "../../services/etcd/base/gateway.ts";
import { connectTo } from "../../services/nats/base/connect.ts";

const keeper = await startKeeper();
const theirs = await startKeeper();
afterAll(async () => {
  await theirs.close();
  await keeper.close();
});

/** A URL of the service, with a user, at a port where no server listens. */
const nowhere: Readonly<Record<string, string>> = {
  etcd: "http://bob:sesame@127.0.0.1:9",
  nats: "nats://bob:sesame@127.0.0.1:9",
  postgres: "postgres://bob:sesame@127.0.0.1:9/postgres",
  redis: "redis://bob:sesame@127.0.0.1:9",
};

/** Write something under a name, as a program of the user does. */
const writers: Readonly<Record<string, (url: string, name: string) => Promise<void>>> = {
  async etcd(url, name) {
    await new EtcdGateway(url).call("kv/put", { key: toBase64(name), value: toBase64("1") });
  },
  async nats(url, name) {
    const connection = await connectTo(url);
    await new Kvm(connection).create(name);
    await connection.close();
  },
  async postgres(url, name) {
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query(`CREATE TABLE ${name} (key text PRIMARY KEY)`);
    await client.end();
  },
  async redis(url, name) {
    const client = await createClient({ url }).connect();
    await client.set(name, "1");
    await client.close();
  },
};

test("there are services", () => {
  expect(keeper.services).toEqual(Object.keys(nowhere));
});

const started: LocalServer[] = [];
const missing: Error[] = [];
for (const service of keeper.services) {
  try {
    started.push(await keeper.start(service));
  } catch (error) {
    if ((error as ServiceError).code !== "NOT_INSTALLED") throw error;
    missing.push(error as Error);
  }
}

// oxlint-disable-next-line vitest/expect-expect
test.for(missing)("$message", (_, { skip }) => skip());

for (const ours of started) {
  const { service } = ours;
  describe(`${ours.title} ${ours.version}`, () => {
    test("is ended when it is stopped, and can be killed and started again", async () => {
      const server = await keeper.start(service);
      await server.kill();
      await server.restart();
      expect(await server.contentsOf(keeper.namespace())).toEqual([]);
      await server.pause();
      await server.resume();
      await server.stop();
      await expect(server.contentsOf(keeper.namespace())).rejects.toMatchObject({
        code: "UNREACHABLE",
      });
    });

    test("as a server of the user keeps the user's data, and nothing of ours", async () => {
      const visitor = await startKeeper();
      const write = writers[service]!;
      await write(ours.url, "of_the_user");
      const before = await ours.contentsOf("of_the_user");
      const server = await visitor.connect(service, ours.url);
      expect(server).toMatchObject({ version: ours.version, isOurs: false });
      const namespace = visitor.namespace();
      expect(await server.contentsOf("sync_")).toEqual([]);
      await write(ours.url, namespace);
      expect(await server.contentsOf(namespace)).toHaveLength(1);
      expect(await visitor.close()).toEqual([]);
      expect(await ours.contentsOf("sync_")).toEqual([]);
      expect(before).toHaveLength(1);
      expect(await ours.contentsOf("of_the_user")).toEqual(before);
    });

    test("does not start with a setting that it does not know, and says so in one line", async () => {
      await expect(
        keeper.start(service, { settings: { "no-such-setting": "1" } }),
      ).rejects.toMatchObject({
        code: "NOT_STARTED",
        message: expect.stringMatching(/^\w+ did not start: it ended [^\n]+$/) as string,
      });
    });

    test("that cannot be reached is one line without credentials", async () => {
      await expect(theirs.connect(service, nowhere[service] ?? "")).rejects.toMatchObject({
        message: expect.not.stringMatching(/sesame|bob|\n/) as string,
      });
    });
  });
}

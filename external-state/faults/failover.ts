/**
 * The primary of an asynchronous replica dies, and the replica is promoted. A primary acknowledges a
 * change before its replica has it. Usually the replica is behind by milliseconds; here the link to it
 * is cut a while before, so that it is behind for certain.
 *
 * Two proxies: the *link*, through which the replica follows its primary, and the *address*, at which
 * the clients find the primary, and after the failover the replica. They are what a network and a
 * name service are elsewhere.
 */
import type { Fault } from "@sync-strategies/faults/fault";
import { createClient } from "redis";
import { lostChange } from "../base/changes-shown.ts";
import { seconds } from "../base/seconds.ts";
import { TcpProxy } from "../base/tcp-proxy.ts";

/** By default a primary waits for 5 s for further replicas before it sends one its data. */
const WITHOUT_DELAY = { "repl-diskless-sync-delay": "0" };

const FAILOVER = "primary killed, replica promoted";

const failover: Fault = {
  id: "failover",
  title: "Failover to a replica",
  question: "Does what was acknowledged outlive a failover to an asynchronous replica?",
  doesNotShow: [
    "How far a replica is behind that is connected: here the link is cut first.",
    "Replicas that a primary waits for, and elections: Sentinel, Redis Cluster, Patroni.",
  ],
  cells: ["redis-lua", "redis-lock-fenced"].map((strategy) => ({
    strategy,
    service: "redis",
    expected: { verdict: "not-linearizable" },
  })),

  async run(stage) {
    const primary = await stage.startServer(WITHOUT_DELAY);
    const [link, address] = await Promise.all([
      TcpProxy.start(primary.url),
      TcpProxy.start(primary.url),
    ]);
    stage.atEnd(() => link[Symbol.asyncDispose]());
    stage.atEnd(() => address[Symbol.asyncDispose]());
    const replica = await stage.startServer({ replicaof: `127.0.0.1 ${link.port}` });
    await ask(primary.url, ["WAIT", "1", "0"]);

    const clients = await stage.open({
      url: address.through(primary.url),
      members: 2,
      workload: { updaters: 4, keys: 1, pauseUs: 1000 },
    });
    await clients.start();
    await clients.acknowledged(10 + stage.random(20));
    stage.mark("link to the replica cut");
    link.mode = "refuse";
    link.cut();
    await clients.acknowledged(10 + stage.random(20));
    await stage.disturb(FAILOVER, async () => {
      address.mode = "refuse";
      await primary.kill();
      address.cut();
      await ask(replica.url, ["REPLICAOF", "NO", "ONE"]);
      address.leadTo(replica.url);
      address.mode = "forward";
    });
    // One at least sees what the replica held.
    await clients.acknowledged(20);
  },

  explain(scene) {
    const failedOver = scene.disturbances.find(({ label }) => label === FAILOVER);
    if (failedOver === undefined || scene.verdict.verdict !== "not-linearizable") return [];
    const { fromMs, toMs } = failedOver;
    const happened =
      `The primary was killed at ${seconds(fromMs)}, and the replica, whose link had been cut, was in ` +
      `its place from ${seconds(toMs)} on.`;
    const gone = lostChange(scene)?.lost;
    if (gone === undefined || gone.acknowledgedMs > toMs) return [happened];
    return [
      `${happened} It had never had the change to ${gone.after} that ${gone.clientTitle} had been ` +
        `acknowledged by ${seconds(gone.acknowledgedMs)}.`,
    ];
  },
};

export default failover;

/** Asks one command of a server, on a connection that is opened for it. */
async function ask(url: string, command: readonly string[]): Promise<void> {
  const client = createClient({ url });
  client.on("error", () => {});
  await client.connect();
  try {
    await client.sendCommand([...command]);
  } finally {
    client.destroy();
  }
}

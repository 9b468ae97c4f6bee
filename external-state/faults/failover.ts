/**
 * The primary of an asynchronous replica dies, and the replica is promoted. A primary acknowledges a
 * change before its replica has it. Usually the replica is behind by milliseconds; here the link to it
 * is cut a while before, so that it is behind for certain.
 *
 * Two proxies: the *link*, through which the replica follows its primary, and the *address*, at which
 * the clients find the primary, and after the failover the replica. They are what a network and a
 * name service are elsewhere.
 */
import type { Fault, FaultCell } from "@sync-strategies/faults/fault";
import { lostChange } from "../base/changes-shown.ts";
import { seconds } from "../base/seconds.ts";
import { TcpProxy } from "../base/tcp-proxy.ts";
import { startPostgresPair } from "./replicas/postgres.ts";
import { startRedisPair } from "./replicas/redis.ts";

const FAILOVER = "primary killed, replica promoted";

/** How long the clients of a primary that waits for its replica are left without it. */
const WITHOUT_REPLICA_MS = 300;

interface Cell extends FaultCell {
  /** Whether the primary acknowledges a change only once the replica has it. */
  readonly isWaitedFor?: boolean;
}

const notLinearizable = { verdict: "not-linearizable" } as const;

const failover: Fault<Cell> = {
  id: "failover",
  title: "Failover to a replica",
  question: "Does what was acknowledged outlive a failover to an asynchronous replica?",
  doesNotShow: [
    "How far a replica is behind while it is connected: here the link is cut first.",
    "What decides that a primary is dead: Sentinel, Redis Cluster and Patroni are not tried.",
  ],
  cells: [
    { strategy: "redis-lua", service: "redis", expected: notLinearizable },
    { strategy: "redis-lock-fenced", service: "redis", expected: notLinearizable },
    { strategy: "postgres-version", service: "postgres", expected: notLinearizable },
    {
      strategy: "postgres-version",
      variant: "synchronous_standby_names = *",
      service: "postgres",
      isWaitedFor: true,
      // There is no primary from the kill to the promotion.
      expected: { verdict: "linearizable", waits: "while-it-lasts" },
    },
  ],

  async run(stage, { service, isWaitedFor = false }) {
    const startPair = service === "postgres" ? startPostgresPair : startRedisPair;
    const { primary, replica, link, promote } = await startPair(stage, isWaitedFor);
    const address = await TcpProxy.start(primary.url);
    stage.atEnd(() => address[Symbol.asyncDispose]());

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
    if (isWaitedFor) await stage.sleep(WITHOUT_REPLICA_MS);
    else await clients.acknowledged(10 + stage.random(20));
    await stage.disturb(FAILOVER, async () => {
      address.mode = "refuse";
      await primary.kill();
      address.cut();
      await promote();
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

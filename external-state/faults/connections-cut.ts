/**
 * A proxy between the clients and their server loses replies and cuts connections. The server has
 * carried out what was asked, and no client learns of it.
 *
 * The first operations of all are updates whose replies are lost: nothing else is under way when
 * their updaters return. Then the clients begin, and the same happens to whatever is under way.
 */
import type { Fault, FaultCell, Stage } from "@sync-strategies/faults/fault";
import { changesShown } from "../base/changes-shown.ts";
import { seconds } from "../base/seconds.ts";
import { TcpProxy } from "../base/tcp-proxy.ts";
import { redisIoredis, redisIoredisOnce } from "./strategies/redis-ioredis.ts";

const CUTS = 4;

/** A reply to a client library's own ping may be lost in place of one's; not each time. */
const HELD = 3;

interface Cell extends FaultCell {
  readonly unknownIs?: "failed";
}

const linearizable = { verdict: "linearizable" } as const;
const notLinearizable = { verdict: "not-linearizable" } as const;
const TAKEN_FOR_FAILURES = "lost replies taken for failures";

const connectionsCut: Fault<Cell> = {
  id: "connections-cut",
  title: "Connections cut",
  question:
    "Is a change that had no reply done once, twice or not at all, and does its client know?",
  doesNotShow: [
    "Networks that deliver late, twice or in another order: TCP does not.",
    "Connections that stay open while nothing arrives: a client would wait for its time-out.",
  ],
  strategies: [redisIoredis, redisIoredisOnce],
  cells: [
    { strategy: "redis-lua", service: "redis", expected: linearizable },
    {
      strategy: "redis-lua",
      variant: TAKEN_FOR_FAILURES,
      unknownIs: "failed",
      service: "redis",
      expected: notLinearizable,
    },
    { strategy: "redis-watch", service: "redis", expected: linearizable },
    { strategy: "redis-ioredis", service: "redis", expected: notLinearizable },
    { strategy: "redis-ioredis-once", service: "redis", expected: linearizable },
    { strategy: "postgres-for-update", service: "postgres", expected: linearizable },
    { strategy: "postgres-version", service: "postgres", expected: linearizable },
    {
      strategy: "postgres-version",
      variant: TAKEN_FOR_FAILURES,
      unknownIs: "failed",
      service: "postgres",
      expected: notLinearizable,
    },
    { strategy: "nats-revision", service: "nats", expected: linearizable },
    { strategy: "etcd-revision", service: "etcd", expected: linearizable },
  ],

  async run(stage, { unknownIs }) {
    const server = await stage.startServer();
    const proxy = await TcpProxy.start(server.url);
    stage.atEnd(() => proxy[Symbol.asyncDispose]());
    const clients = await stage.open({
      url: proxy.through(server.url),
      members: 2,
      holders: [0],
      workload: { updaters: 4, keys: 1, pauseUs: 1000 },
      ...(unknownIs && { unknownIs }),
    });
    for (let change = 0; change < HELD; change += 1) {
      const held = await clients.members[0]!.hold(0);
      await loseReplies(stage, proxy, () => held.release());
    }
    await clients.start();
    for (let cut = 0; cut < CUTS; cut += 1) {
      await clients.acknowledged(40 + stage.random(60));
      await loseReplies(stage, proxy, async () => {});
    }
    await clients.acknowledged(20);
  },

  explain(scene, { unknownIs }) {
    const changes = changesShown(scene);
    const first = scene.held.find(({ after }) => changes.some(({ before }) => before === after));
    const seen = changes.find(({ before }) => before === first?.after);
    if (first === undefined || seen === undefined) return [];
    const { clientTitle, after, rejected, acknowledgedMs } = first;
    const made = `The server made the change to ${after} that ${clientTitle} asked for, and its reply was lost.`;
    if (unknownIs === "failed" && rejected !== undefined) {
      return [
        `${made} The client took that for a failure at ${seconds(rejected.atMs)}, and ` +
          `${seen.clientTitle} had been given ${after} by ${seconds(seen.acknowledgedMs)}.`,
      ];
    }
    if (acknowledgedMs === undefined) return [];
    return [
      `${made} It was sent again, and found that change in place of the value that it was to replace; ` +
        `so the update started over, on top of itself, and was acknowledged at ${seconds(acknowledgedMs)}.`,
    ];
  },
};

export default connectionsCut;

/**
 * Loses what the server answers, and cuts all connections as soon as something has been lost.
 *
 * @param meanwhile asks the server for something.
 */
function loseReplies(stage: Stage, proxy: TcpProxy, meanwhile: () => Promise<void>): Promise<void> {
  return stage.strike("replies lost, connections cut", async () => {
    proxy.mode = "lose-replies";
    const [lost, over] = [proxy.lost(), meanwhile()];
    await lost;
    proxy.cut();
    proxy.mode = "forward";
    await over;
  });
}

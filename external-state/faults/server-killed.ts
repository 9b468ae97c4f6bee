/**
 * The server is killed while clients use it, and started again on the same data. What it had
 * acknowledged must still be there if it had left the server's memory by then: for the kernel, which
 * outlives the process, or for the disk.
 */
import type { Fault, FaultCell } from "@sync-strategies/faults/fault";
import { Client } from "pg";

interface Cell extends FaultCell {
  readonly settings?: Readonly<Record<string, string>>;
  /** Whether the kill comes when the server has commits that are in its memory alone. */
  readonly hasUnwritten?: boolean;
}

/** How long a server that is there again may take to serve clients, in milliseconds. */
const SERVED_AGAIN_MS = 6000;

const fault: Fault<Cell> = {
  id: "server-killed",
  title: "Server killed",
  question:
    "Is what a server had acknowledged still there when it is killed, and started again on its data?",
  cells: [
    {
      strategy: "redis-lua",
      variant: "no persistence",
      service: "redis",
      settings: { appendonly: "no", save: "" },
      expected: { verdict: "not-linearizable" },
    },
    {
      strategy: "redis-lua",
      variant: "appendfsync everysec",
      service: "redis",
      settings: { appendonly: "yes", appendfsync: "everysec" },
      expected: { verdict: "linearizable" },
    },
    {
      strategy: "redis-lua",
      variant: "appendfsync always",
      service: "redis",
      settings: { appendonly: "yes", appendfsync: "always" },
      expected: { verdict: "linearizable" },
    },
    {
      strategy: "postgres-version",
      variant: "synchronous_commit off, wal_writer_delay 10 s",
      service: "postgres",
      settings: { synchronous_commit: "off", wal_writer_delay: "10s" },
      hasUnwritten: true,
      expected: { verdict: "not-linearizable" },
    },
    {
      strategy: "postgres-version",
      variant: "synchronous_commit on",
      service: "postgres",
      settings: { synchronous_commit: "on" },
      expected: { verdict: "linearizable" },
    },
    {
      strategy: "postgres-for-update",
      variant: "synchronous_commit on",
      service: "postgres",
      settings: { synchronous_commit: "on" },
      expected: { verdict: "linearizable" },
    },
    { strategy: "nats-revision", service: "nats", expected: { verdict: "linearizable" } },
    { strategy: "etcd-revision", service: "etcd", expected: { verdict: "linearizable" } },
  ],
  doesNotShow: [
    "How often a kill finds commits in Postgres's memory alone with synchronous_commit = off: here it " +
      "is timed to do so, and with the default wal_writer_delay of 200 ms it has to be luckier.",
    "A loss of power: it also takes what the kernel had and the disk had not, and only that tells the " +
      "settings that force commits onto the disk from the others. It needs a machine that loses power.",
  ],

  async run(stage, { service, settings, hasUnwritten }) {
    const server = await stage.startServer(settings);
    const clients = await stage.open({ members: 2, url: server.url });
    if (service === "postgres") await checkpoint(server.url);
    await clients.start();
    await clients.acknowledged(200 + stage.random(400));
    if (hasUnwritten === true) await untilUnwritten(server.url);
    await stage.strike("kill -9 the server", () => server.kill());
    await server.restart();
    stage.mark("the server serves again");
    await clients.servedWithin(SERVED_AGAIN_MS);
  },
};

/** Brings the state's table to the disk: what may be lost is what clients change from now on. */
async function checkpoint(url: string): Promise<void> {
  await withClient(url, (client) => client.query("CHECKPOINT"));
}

/**
 * How many bytes of the log Postgres has not yet handed to the kernel. It hands over each page of
 * 8192 bytes when it is full, so there is time for a kill before the next one is.
 */
const LEAST_UNWRITTEN = 500;
const MOST_UNWRITTEN = 5000;

/** There always are some soon while clients commit. */
const MOST_LOOKS = 2000;

async function untilUnwritten(url: string): Promise<void> {
  await withClient(url, async (client) => {
    for (let look = 0; look < MOST_LOOKS; look++) {
      const { rows } = await client.query<{ bytes: string }>(
        "SELECT pg_current_wal_insert_lsn() - pg_current_wal_lsn() AS bytes",
      );
      const bytes = Number(rows[0]?.bytes);
      if (bytes >= LEAST_UNWRITTEN && bytes <= MOST_UNWRITTEN) return;
    }
    throw new Error("Postgres wrote each commit at once, though synchronous_commit is off");
  });
}

async function withClient(url: string, use: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await use(client);
  } finally {
    await client.end();
  }
}

export default fault;

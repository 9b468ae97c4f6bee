/**
 * A client is killed while it holds the state: inside its update function, after it was given the
 * lock, the grant or the transaction. What holds by a connection or by an open file is let go by the
 * kernel or by the server, at once; a lease ends by itself; and an entry without a lease, such as a
 * lock that is a file, stays.
 */
import type { Fault } from "@sync-strategies/faults/fault";
import { lockFile } from "./strategies/lock-file.ts";

/** For how long the others are watched, in milliseconds: longer than any lease here lasts. */
const WATCH_MS = 7500;

/** The same where nothing ends by a clock. */
const SHORT_WATCH_MS = 2000;

const goOn = { verdict: "linearizable" } as const;

const fault: Fault = {
  id: "client-killed",
  title: "Client killed while it holds",
  question: "How long do the others wait for a client that was killed while it held the state?",
  strategies: [lockFile],
  cells: [
    { strategy: "file-lock", expected: goOn },
    { strategy: "file-lock-per-key", expected: goOn },
    { strategy: "lock-file", expected: { verdict: "linearizable", waits: "to-the-end" } },
    { strategy: "sqlite-immediate", expected: goOn },
    { strategy: "sqlite-version", expected: goOn },
    { strategy: "lmdb", expected: goOn },
    { strategy: "socket-owner", expected: goOn },
    { strategy: "redis-lock", service: "redis", expected: goOn },
    { strategy: "redis-lock-fenced", service: "redis", expected: goOn },
    { strategy: "postgres-for-update", service: "postgres", expected: goOn },
    { strategy: "postgres-advisory", service: "postgres", expected: goOn },
    { strategy: "etcd-lock", service: "etcd", expected: goOn },
    { strategy: "etcd-lock-guarded", service: "etcd", expected: goOn },
  ],
  doesNotShow: [
    "A machine that loses its power or its network: its connections stay open, and only a time-out " +
      "ends them.",
    "A wait to the end of the run is not shown to be a wait without end.",
  ],

  async run(stage, { service }) {
    const server = service === undefined ? undefined : await stage.startServer();
    const holder = 0;
    const clients = await stage.open({
      members: 2,
      holders: [holder],
      workload: { keys: 1 },
      ...(server !== undefined && { url: server.url }),
    });
    await clients.start();
    await clients.acknowledged(20 + stage.random(60));
    const member = clients.members[holder]!;
    await member.hold(0);
    // The others get to where they wait.
    await stage.sleep(20 + stage.random(60));
    await stage.strike(`kill -9 ${member.name}`, () => member.kill());
    await clients.servedWithin(service === undefined ? SHORT_WATCH_MS : WATCH_MS);
  },
};

export default fault;

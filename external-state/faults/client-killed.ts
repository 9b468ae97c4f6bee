/**
 * A client is killed while it holds the state: inside its update function, after it was given the
 * lock, the grant or the transaction. What holds by a connection or an open file is let go by the
 * kernel or by the server; what holds by an entry in a database is held until a lease ends.
 */
import type { Fault, FaultCell } from "@sync-strategies/faults/fault";

interface Cell extends FaultCell {
  /** For how long the others are watched after the kill, in milliseconds. */
  readonly watchMs?: number;
}

/** A strategy whose clients go on within milliseconds shows it well within this time. */
const WATCH_MS = 2000;

const linearizable = { verdict: "linearizable" } as const;

const fault: Fault<Cell> = {
  id: "client-killed",
  title: "Client killed while it holds",
  question: "How long do the others wait for a client that was killed while it held the state?",
  cells: [
    { strategy: "file-lock", expected: linearizable },
    { strategy: "file-lock-per-key", expected: linearizable },
    { strategy: "sqlite-immediate", expected: linearizable },
    { strategy: "sqlite-version", expected: linearizable },
    { strategy: "lmdb", expected: linearizable },
    { strategy: "socket-owner", expected: linearizable },
  ],
  doesNotShow: [
    "A machine that loses power, or its network: connections then stay open, and only a time-out ends them.",
    "A wait to the end of the run is not shown to be without end.",
  ],

  async run(stage, { service, watchMs = WATCH_MS }) {
    const server = service === undefined ? undefined : await stage.startServer();
    const holder = 0;
    const clients = await stage.open({
      members: 2,
      holders: [holder],
      workload: { keys: 1 },
      ...(server !== undefined && { url: server.url }),
    });
    await clients.start();
    await clients.acknowledged(50 + stage.random(200));
    const member = clients.members[holder]!;
    await member.hold(0);
    // The others get to where they wait.
    await stage.sleep(50 + stage.random(100));
    await stage.strike(`kill -9 ${member.name}`, () => member.kill());
    await clients.servedWithin(watchMs);
  },
};

export default fault;

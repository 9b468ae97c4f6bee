/**
 * A process that holds the state is stopped for longer than its hold is good for, and then goes on
 * where it was: as after a long garbage collection, a suspended machine, a paused container.
 *
 * The schedule is made of events. The process is stopped when its updater has been called, so that
 * it holds whatever the strategy has to hold; it goes on when another client has been served, or when
 * none was for longer than any lease here lasts; only then does its updater return.
 */
import type { Fault, FaultCell, HeldOperation, Scene } from "@sync-strategies/faults/fault";
import { lostChange, type ShownChange } from "../base/changes-shown.ts";
import { seconds } from "../base/seconds.ts";
import etcdLockGuarded from "../services/etcd/etcd-lock-guarded.ts";
import etcdLock from "../services/etcd/etcd-lock.ts";
import { withLease } from "./strategies/with-lease.ts";

/**
 * For how long the holder is stopped at most: longer than it takes until a lease has ended and the
 * others have been served, on a busy machine, too.
 */
const MOST_STOPPED_MS = 10_000;
/** And where no lease ends, so that all that can be seen is that the others wait. */
const STOPPED_MS = 1000;

interface Cell extends FaultCell {
  readonly settings?: Readonly<Record<string, string>>;
  readonly mostStoppedMs: number;
}

const holderStopped: Fault<Cell> = {
  id: "holder-stopped",
  title: "Holder stopped",
  question:
    "Does a process that stood still past its lease overwrite what others changed meanwhile?",
  doesNotShow: [
    "A process that is merely slow, and notices in time that its lease has ended.",
    "Clocks that differ: all processes are on one machine.",
  ],
  strategies: [etcdLock, etcdLockGuarded].map((lock) => withLease(lock, { leaseSeconds: 2 })),
  cells: [
    {
      strategy: "redis-lock",
      service: "redis",
      mostStoppedMs: MOST_STOPPED_MS,
      expected: { verdict: "not-linearizable", waits: "no" },
    },
    {
      strategy: "redis-lock-fenced",
      service: "redis",
      mostStoppedMs: MOST_STOPPED_MS,
      expected: { verdict: "linearizable", waits: "no" },
    },
    {
      strategy: "etcd-lock",
      service: "etcd",
      mostStoppedMs: MOST_STOPPED_MS,
      expected: { verdict: "not-linearizable", waits: "no" },
    },
    {
      strategy: "etcd-lock-guarded",
      service: "etcd",
      mostStoppedMs: MOST_STOPPED_MS,
      expected: { verdict: "linearizable", waits: "no" },
    },
    {
      strategy: "postgres-for-update",
      service: "postgres",
      mostStoppedMs: STOPPED_MS,
      expected: { verdict: "linearizable", waits: "while-it-lasts" },
    },
    {
      strategy: "postgres-for-update",
      variant: "idle_in_transaction_session_timeout = 400 ms",
      settings: { idle_in_transaction_session_timeout: "400" },
      service: "postgres",
      mostStoppedMs: MOST_STOPPED_MS,
      expected: { verdict: "linearizable", waits: "no" },
    },
  ],

  async run(stage, { settings, mostStoppedMs }) {
    const { url } = await stage.startServer(settings);
    const clients = await stage.open({
      url,
      members: 2,
      holders: [0],
      workload: { updaters: 3, keys: 1, pauseUs: 1000 },
    });
    await clients.start();
    await clients.acknowledged(5 + stage.random(20));
    const holder = clients.members[0]!;
    const held = await holder.hold(0);
    await stage.disturb(`SIGSTOP ${holder.name}`, async () => {
      holder.stop();
      await clients.servedWithin(mostStoppedMs);
      stage.mark(`SIGCONT ${holder.name}`);
      holder.resume();
    });
    await held.release();
    await clients.acknowledged(10);
  },

  explain(scene) {
    const [late] = scene.held;
    const [stopped] = scene.disturbances;
    if (late?.heldMs === undefined || stopped === undefined) return [];
    const stoodStill =
      `${capital(late.clientTitle)} was given the lock of key ${late.key} at ${seconds(late.heldMs)}, ` +
      `stood still from ${seconds(stopped.fromMs)} to ${seconds(stopped.toMs)}`;
    const outcome = outcomeOf(late);
    const other = overwritten(scene, late);
    if (other === undefined) return [`${stoodStill}, and ${outcome}.`];
    return [
      `${stoodStill}, and ${outcome}, after ${other.clientTitle} had been given the lock: its change ` +
        `to ${other.after} had been acknowledged at ${seconds(other.acknowledgedMs)}, and is lost.`,
    ];
  },
};

export default holderStopped;

function outcomeOf({ acknowledgedMs, rejected }: HeldOperation): string {
  if (acknowledgedMs !== undefined) return `wrote by ${seconds(acknowledgedMs)}`;
  if (rejected === undefined) return "was not answered by the end of the run";
  return `was refused at ${seconds(rejected.atMs)}: ${rejected.message.replace(/\.$/, "")}`;
}

/** The change of another client that the late one was not made from, though it came first. */
function overwritten(scene: Scene, late: HeldOperation): ShownChange | undefined {
  const pair = lostChange(scene);
  return pair?.other.clientTitle === late.clientTitle ? pair.lost : undefined;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

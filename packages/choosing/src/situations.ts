/**
 * Which way of sharing state for which situation: the rows of the table in docs/choosing.md.
 *
 * Texts are Markdown with code in backticks and no other markup; links are next to them, relative
 * to docs/.
 */

/** A workload in a few words: what makes the row's strategy the one to take. */
export interface Setting {
  readonly readers: number;
  readonly updaters: number;
  readonly keys: number;
  /** How long an updater awaits while it holds the state, in milliseconds. */
  readonly holdMs: number;
  /** How long clients rest between two operations, in milliseconds. */
  readonly pauseMs: number;
}

export interface Situation {
  /** As a question that a reader would answer with yes. */
  readonly situation: string;
  /** What to take, in words, and where docs/ say more. */
  readonly take: string;
  readonly link: string;
  readonly because: string;
  /** Ids of the strategies to take, the first choice first; none where none of them fits. */
  readonly strategies: readonly string[];
  /** A few lines to copy. Those of TypeScript are complete but for `priceOf`, which they await. */
  readonly code: string;
  readonly language: "ts" | "sql";
  /** What shows the reason on a virtual clock; missing where no strategy of one event loop fits. */
  readonly setting?: Setting;
}

export const situations = {
  "no-await": {
    situation: "No await between reading the state and acting on what was read",
    take: "a plain variable, a plain `Map`",
    link: "#first-is-there-anything-to-protect",
    because: "between two awaits one event loop runs one task",
    strategies: [],
    language: "ts",
    code: `const stock = new Map([["book", 3]]);

function take(title: string): boolean {
  const left = stock.get(title) ?? 0; // No await from here on.
  return left > 0 && stock.set(title, left - 1).has(title);
}`,
  },
  "many-keys": {
    situation: "Many keys, and work on each of them awaits",
    take: "lock per key",
    link: "#many-keys",
    because: "keys do not wait for each other",
    strategies: ["lock-per-key", "owner-per-key"],
    language: "ts",
    code: `import { LockPerKeyStore } from "@sync-strategies/lock-per-key-store";

await using balances = new LockPerKeyStore<string, number>();
await balances.update("alice", async (balance = 0) => {
  return balance - (await priceOf("book")); // Other keys go on.
});`,
    setting: { readers: 12, updaters: 4, keys: 12, holdMs: 5, pauseMs: 1 },
  },
  "many-readers": {
    situation: "Many readers, few changes that await",
    take: "snapshot reads",
    link: "#many-readers",
    because: "readers never wait",
    strategies: ["snapshot"],
    language: "ts",
    code: `import { SnapshotStore } from "@sync-strategies/snapshot-store";

await using prices = new SnapshotStore<string, number>();
await prices.write("book", 10);
const changed = prices.update("book", () => priceOf("book"));
console.log(await prices.read("book")); // 10, at once.
console.log(await changed);`,
    setting: { readers: 14, updaters: 2, keys: 2, holdMs: 8, pauseMs: 1 },
  },
  "rare-conflicts": {
    situation: "Changes seldom meet, and computing one twice does no harm",
    take: "optimistic",
    link: "#changes-that-seldom-meet",
    because: "an update waits only after it has been overtaken three times",
    strategies: ["optimistic"],
    language: "ts",
    code: `import { OptimisticStore } from "@sync-strategies/optimistic-store";

await using prices = new OptimisticStore<string, number>();
await prices.update("book", async (price = 0) => {
  return Math.max(price, await priceOf("book")); // May run again.
});`,
    setting: { readers: 8, updaters: 4, keys: 20, holdMs: 3, pauseMs: 4 },
  },
  "one-hot-key": {
    situation: "One hot key, or all of the state at once",
    take: "one lock or one owner",
    link: "#one-hot-key",
    because: "finer locks gain nothing and cost something",
    strategies: ["mutex", "actor"],
    language: "ts",
    code: `import { MutexStore } from "@sync-strategies/mutex-store";

await using counters = new MutexStore<string, number>();
await counters.update("total", async (total = 0) => {
  return total + (await priceOf("book")); // All others wait.
});`,
    setting: { readers: 6, updaters: 6, keys: 1, holdMs: 2, pauseMs: 2 },
  },
  "own-rules": {
    situation: "State with its own rules, many ways to change it",
    take: "an actor",
    link: "#state-with-its-own-rules",
    because: "one place decides what may happen to it",
    strategies: ["actor"],
    language: "ts",
    code: `import actor from "@sync-strategies/actor-store/strategy";

await using balances = await actor.createStore<string, number>();
await balances.update("alice", async (balance = 0) => {
  const price = await priceOf("book");
  return balance < price ? balance : balance - price;
});`,
    setting: { readers: 6, updaters: 4, keys: 3, holdMs: 3, pauseMs: 2 },
  },
  "existing-code": {
    situation: "Existing code that must be mended today",
    take: "a mutex",
    link: "#the-smallest-change",
    because: "two lines around what is there",
    strategies: ["mutex"],
    language: "ts",
    code: `import { FairLock } from "@sync-strategies/locks";

const lock = new FairLock();
{
  using _held = await lock.acquire();
  console.log(await priceOf("book")); // What was there before.
}`,
    setting: { readers: 6, updaters: 4, keys: 3, holdMs: 3, pauseMs: 2 },
  },
  "several-sources": {
    situation: "Several sources to wait for at once; code to port from Go",
    take: "channels",
    link: "#several-sources-at-once",
    because: "`select`, closing, buffers",
    strategies: ["channels"],
    language: "ts",
    code: `import { after, Channel, receiving, select } from "@sync-strategies/channels";

const orders = new Channel<string>();
void orders.send("book");
const chosen = await select({ order: receiving(orders), timeout: receiving(after(1000)) });
console.log(chosen.case); // Whichever came first.`,
    setting: { readers: 10, updaters: 4, keys: 3, holdMs: 3, pauseMs: 1 },
  },
  threads: {
    situation: "State shared by several threads",
    take: "others",
    link: "threads.md#which-strategy-when",
    because: "between two awaits other threads run as well",
    strategies: ["futex-per-key", "port-owner"],
    language: "ts",
    code: `import { futexPerKey } from "@sync-strategies/shared-memory-stores";

const place = { members: 2, keys: 100, folder: "" };
await using state = await futexPerKey.createState(place);
const { address } = state.addressFor(0); // Post it to a thread, which does:
await using stock = await futexPerKey.openStore<number, number>(address);
await stock.update(7, async (left = 0) => left - (await priceOf("book")));`,
  },
  processes: {
    situation: "State shared by processes of one machine",
    take: "a file lock, SQLite, LMDB or an owner process",
    link: "../external-state/README.md",
    because: "what is in the memory of one process guards nothing in another",
    strategies: ["sqlite-immediate", "file-lock-per-key", "lmdb", "socket-owner"],
    language: "sql",
    code: `-- SQLite, in every process:
BEGIN IMMEDIATE;
SELECT value FROM state WHERE key = 'alice';
-- Compute the next value here.
UPDATE state SET value = :next WHERE key = 'alice';
COMMIT;`,
  },
  machines: {
    situation: "State shared by several machines",
    take: "a database or a coordination service: Redis, Postgres, NATS or etcd",
    link: "#state-that-processes-or-machines-share",
    because: "what decides must be where all machines reach it",
    strategies: [],
    language: "sql",
    code: `-- Postgres, on every machine:
BEGIN;
SELECT value FROM state WHERE key = 'alice' FOR UPDATE;
-- Compute the next value here.
UPDATE state SET value = :next WHERE key = 'alice';
COMMIT;`,
  },
} as const satisfies Readonly<Record<string, Situation>>;

export type SituationId = keyof typeof situations;

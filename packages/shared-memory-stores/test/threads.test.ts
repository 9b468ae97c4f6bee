/** What needs several threads: the contract's suite has the rest. */
import { Worker } from "node:worker_threads";
import { startThread, type Member } from "@sync-strategies/members";
import type { SharedStrategy, StateStore } from "@sync-strategies/state-store";
import { defer } from "@sync-strategies/state-store-testkit/contract";
import { afterEach, describe, expect, test } from "vitest";
import { lineOf } from "../src/cells.ts";

const compiled = new URL("../dist/strategy.js", import.meta.url);
const { default: strategies } = (await import(compiled.href)) as {
  readonly default: readonly SharedStrategy[];
};
const SEED = Number(process.env["SEED"] ?? 1);
const KEYS = 3;

type Thread = Member<{ readonly task: string; readonly [parameter: string]: unknown }, unknown>;

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

/** A state with a handle here, and threads that each have one. */
async function share(strategy: SharedStrategy, threadCount: number, options = {}) {
  const state = await strategy.createState({ members: threadCount, keys: KEYS, folder: "" });
  const store = await strategy.openStore<number, number>(state.addressFor(threadCount).address);
  const threads: Thread[] = [];
  for (let index = 0; index < threadCount; index += 1) {
    const program = new URL("programs/client-thread.mjs", import.meta.url);
    const thread: Thread = await startThread(program, `thread ${index + 1}`);
    cleanUps.push(() => thread.end());
    const { address } = state.addressFor(index);
    await thread.ask({ task: "open", id: strategy.id, address, ...options });
    threads.push(thread);
  }
  return { threads, store, address: state.addressFor(0).address };
}

const sum = (numbers: readonly unknown[]): number =>
  numbers.reduce<number>((total, each) => total + Number(each), 0);

async function readAll(store: StateStore<number, number>): Promise<number> {
  let total = 0;
  for (let key = 0; key < KEYS; key += 1) total += (await store.read(key)) ?? 0;
  return total;
}

describe.each(strategies.filter(({ traits }) => !traits.control))("$title", (strategy) => {
  const waits = strategy.traits.exclusion !== "nothing";

  test("loses no update and no wake-up, though clients of four threads hold, await and give up", async () => {
    // Without the lookout, a wake-up that is lost stays lost, and the test hangs.
    const { threads, store } = await share(strategy, 4, { withoutLookout: true });
    for (let round = 0; round < 3; round += 1) {
      const before = await readAll(store);
      const done = threads.map((thread, index) =>
        thread.ask({
          task: "add",
          clients: 6,
          times: 100,
          keys: KEYS,
          seed: SEED * 1_000 + round * 10 + index,
        }),
      );
      const given = sum(await Promise.all(done));
      expect((await readAll(store)) - before).toBe(given);
    }
  });

  test.runIf(waits)("goes on when a thread is terminated while it waits", async () => {
    const { threads, store } = await share(strategy, 3);
    const [holder, victim, other] = threads;
    await holder!.ask({ task: "hold", key: 0 });
    await victim!.ask({ task: "wait", key: 0 });
    await other!.ask({ task: "wait", key: 0 });
    const waiting = store.update(0, (current = 0) => current + 1_000);
    await victim!.end();
    await holder!.ask({ task: "finish", key: 0, amount: 1 });
    await other!.ask({ task: "waited", key: 0 });
    await waiting;
    expect(await store.read(0)).toBe(1_101);
  });

  test("lets another thread go on when one handle is closed", async () => {
    const { threads, store } = await share(strategy, 2);
    const [one, other] = threads;
    await one!.ask({ task: "write", key: 0, value: 5 });
    await one!.ask({ task: "close" });
    await expect(one!.ask({ task: "read", key: 0 })).rejects.toMatchObject({
      cause: { code: "STORE_CLOSED" },
    });
    expect(await other!.ask({ task: "read", key: 0 })).toBe(5);
    expect(await store.update(0, (current = 0) => current + 1)).toBe(6);
  });

  test("keeps a thread alive while an operation waits, and not afterwards", async () => {
    const state = await strategy.createState({ members: 1, keys: KEYS, folder: "" });
    const store = await strategy.openStore<number, number>(state.addressFor(1).address);
    const { address } = state.addressFor(0);
    const letGo = defer();
    const hold = store.update(0, async (current = 0) => {
      await letGo.promise;
      return current + 1;
    });
    const program = new URL("programs/waits-and-ends.mjs", import.meta.url);
    // Without the conditions that let this test read sources, which a thread cannot.
    const workerData = { id: strategy.id, address };
    const worker = new Worker(program, { workerData, execArgv: [] });
    cleanUps.push(() => worker.terminate());
    const messages: unknown[] = [];
    worker.on("message", (message) => {
      messages.push(message);
      if (message === "waits") letGo.resolve();
    });
    const exitCode = await new Promise((resolve) => worker.once("exit", resolve));
    expect([exitCode, ...messages]).toEqual([0, "waits", "closed"]);
    await hold;
    expect(await store.read(0)).toBe(2);
  });
});

describe("a thread that is terminated while its update holds a lock", () => {
  test.each(strategies.filter(({ traits }) => traits.survivesKill === false))(
    "keeps it: $title",
    async (strategy) => {
      const { threads, address } = await share(strategy, 1);
      await threads[0]!.ask({ task: "hold", key: 0 });
      await threads[0]!.end();
      const { memory } = address as { memory: SharedArrayBuffer };
      const words = new Int32Array(memory);
      const locks = [words[0], ...Array.from({ length: 16 }, (_, word) => words[lineOf(0) + word])];
      // Nothing else in this memory is 1: a lock that is held, without any that wait.
      expect(locks.filter((word) => word === 1)).toHaveLength(1);
    },
  );

  test("loses it to the next one where the lock only orders: compare-and-set", async () => {
    const strategy = strategies.find(({ traits }) => traits.updaterRuns === "at-least-once")!;
    const { threads, store } = await share(strategy, 1);
    const [victim] = threads;
    // Each change in between makes the update start over, at last with the lock.
    await victim!.ask({ task: "hold", key: 0 });
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await store.write(0, attempt);
      await victim!.ask({ task: "nextAttempt" });
    }
    const write = store.write(0, 7);
    await victim!.end();
    await write;
    expect(await store.update(0, (current = 0) => current + 1)).toBe(8);
  });
});

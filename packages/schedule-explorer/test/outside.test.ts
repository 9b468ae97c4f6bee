/** Stores that wait for more than their clients: a schedule decides nothing of that. */
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import type { StateStore, Storable } from "@sync-strategies/state-store";
import { explore, lostUpdate, replay, type StoreSource } from "@sync-strategies/schedule-explorer";
import { LockedStore, strategyOf } from "./stores.ts";

/** Waits before each operation, with the lock. */
function waiting(wait: () => Promise<unknown>): StoreSource {
  class Waiting<Key, Value extends Storable> extends LockedStore<Key, Value> {
    protected override async inside<Result>(section: () => Promise<Result>): Promise<Result> {
      return super.inside(async () => {
        await wait();
        return section();
      });
    }
  }
  return strategyOf(Waiting);
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test.each([
  ["a short timer", () => sleep(1), "Timeout"],
  ["a long timer", () => sleep(1_000_000), "Timeout"],
  ["a file", () => readFile(new URL(import.meta.url)), "FSReqPromise"],
  [
    "a timer that keeps no process alive",
    () => new Promise((resolve) => setTimeout(resolve, 25).unref()),
    "for another thread",
  ],
] as const)(
  "a store that waits for %s is not explored, rather than condemned",
  async (_, wait, what) => {
    const exploration = explore(lostUpdate, waiting(wait));
    await expect(exploration).rejects.toMatchObject({ code: "STORE_WAITS_OUTSIDE" });
    await expect(exploration).rejects.toThrow("waits for a timer, for I/O or for another thread");
    await expect(exploration).rejects.toThrow(what);
    const replayed = replay(lostUpdate, waiting(wait), "AABB");
    await expect(replayed).rejects.toMatchObject({ code: "STORE_WAITS_OUTSIDE" });
  },
);

test("a store that takes several turns of the event loop is explored", async () => {
  expect(await explore(lostUpdate, waiting(tenTurns))).toMatchObject({
    outcome: "passed",
    schedules: 4,
  });
});

test("a store that waits for what never comes is in a deadlock", async () => {
  const { failure } = await explore(
    lostUpdate,
    waiting(() => new Promise(() => {})),
  );
  expect(failure).toMatchObject({ kind: "deadlock", schedule: "" });
});

test("a timer that only limits a wait does not keep a store from being explored", async () => {
  class LimitedWait<Key, Value extends Storable> extends LockedStore<Key, Value> {
    protected override async acquire(signal: AbortSignal | undefined): Promise<void> {
      const limit = setTimeout(() => {}, 1_000_000);
      await super.acquire(signal);
      clearTimeout(limit);
    }
  }
  expect(await explore(lostUpdate, strategyOf(LimitedWait))).toMatchObject({ outcome: "passed" });
});

test("a store that is created with the help of a timer is waited for", async () => {
  const strategy: StoreSource = {
    createStore: async <Key, Value extends Storable>(): Promise<StateStore<Key, Value>> => {
      await sleep(1);
      return new LockedStore<Key, Value>();
    },
  };
  expect(await explore(lostUpdate, strategy)).toMatchObject({ outcome: "passed", schedules: 4 });
});

async function tenTurns(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
}

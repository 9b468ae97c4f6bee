/** What diagnostics see of stores: who holds, who waits, and circles, but no false alarm. */
import {
  openWaits,
  startDiagnostics,
  stopDiagnostics,
  watchStore,
  type WatchedStore,
  type WatchOptions,
} from "@sync-strategies/diagnostics";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { LockedStore } from "./locked-store.ts";

beforeEach(startDiagnostics);
afterEach(stopDiagnostics);

type Watched = WatchedStore<string, number>;

const byKey: WatchOptions = { name: "accounts", exclusion: "key" };
const whole: WatchOptions = { name: "accounts", exclusion: "store" };

function watched(options: WatchOptions): Watched {
  return watchStore(new LockedStore(options), options);
}

const turn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

/** Updates the first key, and within its updater the next one, and so on. */
async function nested(...steps: readonly (readonly [Watched, string])[]): Promise<number> {
  const [first, ...others] = steps;
  if (first === undefined) return 0;
  const [store, key] = first;
  return store.update(key, async (current = 0) => {
    await turn();
    await nested(...others);
    return current + 1;
  });
}

const updateA = (store: Watched): Promise<number> => store.update("a", () => 1);

async function awaitLater<Result>(operation: Promise<Result>): Promise<Result> {
  await turn();
  return await operation;
}

function rethrow(error: unknown): never {
  throw error;
}

async function failuresOf(...tasks: readonly Promise<unknown>[]): Promise<unknown[]> {
  const outcomes = await Promise.allSettled(tasks);
  return outcomes.flatMap((outcome) =>
    outcome.status === "rejected" ? [outcome.reason as unknown] : [],
  );
}

describe("an operation that would wait for its own task is rejected", () => {
  test.each(["read", "write", "update"] as const)(
    "a %s of the key that its updater holds, naming both calls",
    async (method) => {
      const store = watched(byKey);
      const inner = (): Promise<unknown> =>
        method === "write"
          ? store.write("a", 2)
          : method === "read"
            ? store.read("a")
            : store.update("a", () => 2);
      const outer = store.update("a", async () => {
        await turn();
        await inner();
        return 1;
      });
      const place = String.raw`\((?:packages/diagnostics/)?test/watch-store\.test\.ts:\d+:\d+\)`;
      await expect(outer).rejects.toMatchObject({
        code: "DEADLOCK",
        message: expect.stringMatching(
          new RegExp(
            `^Deadlock: ${method} "a" of accounts ${place} waits for accounts, ` +
              `held by update "a" of accounts ${place}, in this task\\.$`,
          ),
        ),
      });
      expect(await store.read("a")).toBeUndefined();
    },
  );

  test.each<readonly [string, (store: Watched) => Promise<number>]>([
    ["awaits", async (store) => (await updateA(store)) + 1],
    ["returns as an async function", async (store) => updateA(store)],
    ["returns as a plain function", updateA],
    ["awaits by Promise.all", async (store) => (await Promise.all([updateA(store), turn()]))[0]],
    ["awaits behind a catch", async (store) => await updateA(store).catch(rethrow)],
    ["awaits later", (store) => awaitLater(updateA(store))],
    ["awaits in another function", async (store) => await awaitLater(awaitLater(updateA(store)))],
  ])("an operation of its own key that an updater %s", async (_how, operate) => {
    const store = watched(byKey);
    const failures = await failuresOf(store.update("a", () => operate(store)));
    expect(failures).toMatchObject([{ code: "DEADLOCK" }]);
  });

  test("an operation of any key, where an updater excludes the whole store", async () => {
    const store = watched(whole);
    expect(await failuresOf(nested([store, "a"], [store, "b"]))).toMatchObject([
      { code: "DEADLOCK" },
    ]);
  });

  test("the close of a store by its updater", async () => {
    const store = watched(byKey);
    const closing = store.update("a", async () => {
      await store.close();
      return 1;
    });
    await expect(closing).rejects.toMatchObject({ code: "DEADLOCK" });
    // The store is closing all the same, and can do so now.
    await store.close();
  });

  test("updates of two keys in opposite order: one of them", async () => {
    const store = watched(byKey);
    const failures = await failuresOf(
      nested([store, "a"], [store, "b"]),
      nested([store, "b"], [store, "a"]),
    );
    expect(failures).toMatchObject([{ code: "DEADLOCK", chain: [{}, {}] }]);
    expect(await store.read("a")).toBe(1);
  });

  test("updates of three stores in a circle: one of them", async () => {
    const [x, y, z] = ["x", "y", "z"].map((name) => watched({ ...whole, name }));
    if (x === undefined || y === undefined || z === undefined) throw new Error("three stores");
    const failures = await failuresOf(
      nested([x, "a"], [y, "a"]),
      nested([y, "b"], [z, "b"]),
      nested([z, "c"], [x, "c"]),
    );
    expect(failures).toMatchObject([
      { chain: [{ waitsFor: "x" }, { waitsFor: "y" }, { waitsFor: "z" }] },
    ]);
  });

  test("an operation that comes back to its store by way of another one", async () => {
    const [x, y] = [watched({ ...whole, name: "x" }), watched({ ...whole, name: "y" })];
    const failures = await failuresOf(nested([x, "a"], [y, "a"], [x, "b"]));
    expect(failures).toMatchObject([{ chain: [{ waitsFor: "x" }] }]);
  });
});

describe("no operation is rejected that will settle", () => {
  test("of another key than the updater's, where updaters exclude by key", async () => {
    const store = watched(byKey);
    expect(await failuresOf(nested([store, "a"], [store, "b"], [store, "c"]))).toEqual([]);
  });

  test("a read within an updater, where reads never wait", async () => {
    const store = watched({ exclusion: "store", reads: "never-wait" });
    const seen: unknown[] = [];
    await store.update("a", async () => {
      seen.push(await store.read("a"));
      return 1;
    });
    expect(seen).toEqual([undefined]);
  });

  test("updates of two keys in one order, by many tasks", async () => {
    const store = watched(byKey);
    const tasks = Array.from({ length: 5 }, () => nested([store, "a"], [store, "b"]));
    expect(await failuresOf(...tasks)).toEqual([]);
    expect(await store.read("b")).toBe(5);
  });

  test("one update after another in one task, and updates of unrelated tasks", async () => {
    const store = watched(whole);
    const repeat = async (): Promise<void> => {
      for (let round = 0; round < 10; round += 1) await nested([store, "a"]);
    };
    expect(await failuresOf(repeat(), repeat(), nested([store, "b"]))).toEqual([]);
    expect(openWaits()).toEqual([]);
  });
});

test("an operation that its store would refuse is refused by the store", async () => {
  const store = watched(whole);
  const reasons = await store.update("a", async () => {
    const aborted = store.read("a", { signal: AbortSignal.abort("early") });
    const [reason] = await failuresOf(aborted);
    return reason === "early" ? 1 : 0;
  });
  expect(reasons).toBe(1);
  await store.close();
  await expect(store.read("a")).rejects.toMatchObject({ code: "STORE_CLOSED" });
});

test("inspect says which updaters run and which operations wait, by key and place", async () => {
  const store = watched(byKey);
  expect(store.inspect()).toEqual({ holds: [], waits: [] });
  const gate: { open?: () => void } = {};
  const holding = store.update("a", async () => {
    await new Promise<void>((resolve) => (gate.open = resolve));
    return 1;
  });
  const waiting = store.write("a", 2);
  await turn();
  const place = expect.stringMatching(/watch-store\.test\.ts:\d+:\d+$/);
  expect(store.inspect()).toMatchObject({
    holds: [{ what: 'update "a" of accounts', key: "a", place }],
    waits: [{ what: 'write "a" of accounts', key: "a", place, works: false, heldBy: [{ place }] }],
  });
  expect(openWaits()).toMatchObject([{ works: true, heldBy: [] }, { works: false }]);
  gate.open?.();
  await Promise.all([holding, waiting]);
  expect(store.inspect()).toEqual({ holds: [], waits: [] });
});

test("while diagnostics are off, nothing is recorded and nothing rejected", async () => {
  stopDiagnostics();
  const store = watched(byKey);
  const gate: { open?: () => void } = {};
  const holding = store.update("a", async () => {
    await new Promise<void>((resolve) => (gate.open = resolve));
    return 1;
  });
  await turn();
  expect(store.inspect()).toEqual({ holds: [], waits: [] });
  expect(openWaits()).toEqual([]);
  gate.open?.();
  expect(await holding).toBe(1);
});

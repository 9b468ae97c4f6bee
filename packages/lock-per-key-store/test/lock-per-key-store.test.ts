import { LockPerKeyStore } from "@sync-strategies/lock-per-key-store";
import { defer } from "@sync-strategies/state-store-testkit/contract";
import { expect, test } from "vitest";

/** An updater that signals when it has begun, and ends when the test calls `finish`. */
function heldUpdater() {
  const begun = defer();
  const finished = defer();
  const updater = async (current = 0): Promise<number> => {
    begun.resolve();
    await finished.promise;
    return current + 1;
  };
  return { updater, begun: begun.promise, finish: finished.resolve };
}

test("operations of one key take effect in the order in which they were called", async () => {
  const store = new LockPerKeyStore<string, string>();
  const letters = "abcdefgh".split("");
  const append = letters.map((letter, index) =>
    store.update("text", async (current = "") => {
      if (index % 2 === 0) await Promise.resolve();
      return current + letter;
    }),
  );
  const reading = store.read("text");
  const writing = store.write("text", "");
  await Promise.all(append);
  expect(await reading).toBe("abcdefgh");
  await writing;
  expect(await store.read("text")).toBe("");
});

test("updaters of different keys run at the same time", async () => {
  const store = new LockPerKeyStore<string, number>();
  const held = ["a", "b", "c"].map((key) => {
    const { updater, begun, finish } = heldUpdater();
    return { update: store.update(key, updater), begun, finish };
  });
  // All of them have begun before any has finished.
  await Promise.all(held.map(({ begun }) => begun));
  for (const { finish } of held) finish();
  expect(await Promise.all(held.map(({ update }) => update))).toEqual([1, 1, 1]);
});

test("a key whose lock is free is read and written within the call", async () => {
  const store = new LockPerKeyStore<string, number>();
  const { updater, begun, finish } = heldUpdater();
  const update = store.update("a", updater);
  await begun;
  const settled: string[] = [];
  const write = store.write("b", 1).then(() => settled.push("write"));
  const read = store.read("b").then((value) => settled.push(`read ${value}`));
  await Promise.resolve();
  expect(settled).toEqual(["write", "read 1"]);
  await Promise.all([write, read]);
  finish();
  await update;
});

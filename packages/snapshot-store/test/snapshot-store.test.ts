import { SnapshotStore } from "@sync-strategies/snapshot-store";
import { defer } from "@sync-strategies/state-store-testkit/contract";
import { expect, test } from "vitest";

test("changes take effect in the order in which they were called", async () => {
  const store = new SnapshotStore<string, string>();
  const letters = "abcdefgh".split("");
  const append = letters.map((letter, index) =>
    store.update("text", async (current = "") => {
      if (index % 2 === 0) await Promise.resolve();
      return current + letter;
    }),
  );
  const writing = store.write("text", "");
  expect(await append.at(-1)).toBe("abcdefgh");
  await writing;
  expect(await store.read("text")).toBe("");
});

test("reads see the old value until an update is done, and never an intermediate one", async () => {
  const store = new SnapshotStore<string, readonly number[]>();
  await store.write("list", [1]);
  const decision = defer();
  const update = store.update("list", async (current = []) => {
    const longer = [...current, 2];
    await decision.promise;
    return [...longer, 3];
  });
  await Promise.resolve();
  expect(await store.read("list")).toEqual([1]);
  decision.resolve();
  expect(await store.read("list")).toEqual([1]);
  await update;
  expect(await store.read("list")).toEqual([1, 2, 3]);
});

test("no read sees an update whose updater fails", async () => {
  const store = new SnapshotStore<string, number>();
  await store.write("a", 1);
  const decision = defer<number>();
  const update = store.update("a", () => decision.promise);
  await Promise.resolve();
  expect(await store.read("a")).toBe(1);
  decision.reject("no");
  await expect(update).rejects.toBe("no");
  expect(await store.read("a")).toBe(1);
});

import { nextTurn, turnIfDue } from "@sync-strategies/event-loop";
import { ATTEMPTS, OptimisticStore } from "@sync-strategies/optimistic-store";
import { defer } from "@sync-strategies/state-store-testkit/contract";
import { expect, test, vi } from "vitest";

test("an update without a conflict calls its updater once", async () => {
  const store = new OptimisticStore<string, number>();
  let calls = 0;
  await store.update("a", async (current = 0) => {
    calls += 1;
    await nextTurn();
    return current + 1;
  });
  expect(calls).toBe(1);
});

test("an update that a write overtook starts over from the written value", async () => {
  const store = new OptimisticStore<string, number>();
  const given: (number | undefined)[] = [];
  const decision = defer();
  const update = store.update("a", async (current) => {
    given.push(current);
    if (given.length === 1) await decision.promise;
    return (current ?? 0) + 1;
  });
  await Promise.resolve();
  await store.write("a", 10);
  decision.resolve();
  expect(await update).toBe(11);
  expect(given).toEqual([undefined, 10]);
});

test("a change to another value and back is a change: equal values are not the same version", async () => {
  const store = new OptimisticStore<string, number>();
  await store.write("a", 1);
  let calls = 0;
  const decision = defer();
  const update = store.update("a", async (current = 0) => {
    calls += 1;
    await decision.promise;
    return current + 1;
  });
  await Promise.resolve();
  await store.write("a", 2);
  await store.write("a", 1);
  decision.resolve();
  expect(await update).toBe(2);
  expect(calls).toBe(2);
});

test("an update that is overtaken in every attempt finally locks the key", async () => {
  const store = new OptimisticStore<string, number>();
  let calls = 0;
  let written = 0;
  const update = store.update("a", async (current = 0) => {
    calls += 1;
    // Another client writes during every attempt. Under the lock its write must wait.
    written += 1;
    const write = store.write("a", written * 100);
    if (calls <= ATTEMPTS) await write;
    else await nextTurn();
    return current + 1;
  });
  expect(await update).toBe(ATTEMPTS * 100 + 1);
  expect(calls).toBe(ATTEMPTS + 1);
  // The last write had to wait, and takes effect now.
  await nextTurn();
  expect(await store.read("a")).toBe((ATTEMPTS + 1) * 100);
});

test("ten updates of one key at once cost thirty-four calls: the price of conflicts", async () => {
  const store = new OptimisticStore<string, number>();
  let calls = 0;
  const updates = Array.from({ length: 10 }, () =>
    store.update("a", async (current = 0) => {
      calls += 1;
      await nextTurn();
      return current + 1;
    }),
  );
  await Promise.all(updates);
  expect(await store.read("a")).toBe(10);
  // In each of three attempts one update succeeds; the other seven then run under the lock.
  expect(calls).toBe(10 + 9 + 8 + 7);
});

test("a signal that aborts after the first attempt is too late", async () => {
  const store = new OptimisticStore<string, number>();
  const controller = new AbortController();
  let calls = 0;
  const update = store.update(
    "a",
    async (current = 0) => {
      calls += 1;
      controller.abort();
      if (calls <= ATTEMPTS) await store.write("a", calls * 100);
      return current + 1;
    },
    controller,
  );
  expect(await update).toBe(ATTEMPTS * 100 + 1);
});

test("close waits for an update that starts over, and for the writes that wait for it", async () => {
  const store = new OptimisticStore<string, number>();
  const settled: string[] = [];
  const lastAttempt = defer();
  const decision = defer();
  let calls = 0;
  const update = store.update("a", async (current = 0) => {
    calls += 1;
    if (calls <= ATTEMPTS) {
      await store.write("a", calls);
    } else {
      lastAttempt.resolve();
      await decision.promise;
    }
    return current + 1;
  });
  await lastAttempt.promise;
  // The lock is held now, so this write waits.
  const write = store.write("a", 50);
  const all = [
    update.then((value) => settled.push(`update ${value}`)),
    write.then(() => settled.push("write")),
    store.close().then(() => settled.push("close")),
  ];
  await nextTurn();
  expect(settled).toEqual([]);
  decision.resolve();
  await Promise.all(all);
  expect(settled).toHaveLength(3);
  expect(settled.at(-1)).toBe("close");
  expect(settled).toContain(`update ${ATTEMPTS + 1}`);
});

test("an update that makes no attempt without the lock begins with a key that was never written", async () => {
  const store = new OptimisticStore<string, number>({ attempts: 0 });
  expect(await store.update("a", (current) => (current ?? 10) + 1)).toBe(11);
});

test("updates that begin together leave the event loop its turns, however long they take", async () => {
  await nextTurn();
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  const store = new OptimisticStore<string, number>();
  const turned = nextTurn().then(() => calls);
  let calls = 0;
  const all = Array.from({ length: 1000 }, () =>
    store.update("a", (current = 0) => {
      now += 1;
      calls += 1;
      return current + 1;
    }),
  );
  expect(await turned).toBeLessThan(1000);
  await Promise.all(all);
  vi.restoreAllMocks();
  expect(await store.read("a")).toBe(1000);
});

test("an update that is cancelled while it waits for the event loop's turn has no effect", async () => {
  await nextTurn();
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  while (turnIfDue() === undefined) now += 1;
  const store = new OptimisticStore<string, number>();
  const controller = new AbortController();
  const updater = vi.fn<() => number>(() => 1);
  const update = store.update("a", updater, { signal: controller.signal });
  await Promise.resolve();
  await Promise.resolve();
  controller.abort("enough");
  await expect(update).rejects.toBe("enough");
  vi.restoreAllMocks();
  expect(updater).not.toHaveBeenCalled();
  expect(await store.read("a")).toBeUndefined();
});

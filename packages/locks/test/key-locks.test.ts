import { nextTurn } from "@sync-strategies/event-loop";
import { KeyLocks } from "@sync-strategies/locks";
import { expect, test } from "vitest";

test("a holder excludes those that ask for the same key, and no others", async () => {
  const locks = new KeyLocks<string>();
  const alice = await locks.acquire("alice");
  const bob = await locks.acquire("bob");
  const next = locks.acquire("alice");
  expect(locks.inspect().get("alice")).toMatchObject({ isHeld: true, waiting: 1 });
  expect(locks.inspect().get("bob")).toMatchObject({ isHeld: true, waiting: 0 });
  bob.release();
  expect([...locks.inspect().keys()]).toEqual(["alice"]);
  alice.release();
  // It was handed on, so it is still held.
  expect(locks.isHeld("alice")).toBe(true);
  (await next).release();
  expect(locks.size).toBe(0);
});

test("a hold that is released twice says so, and does not touch the key's next holder", async () => {
  const locks = new KeyLocks<string>();
  const first = await locks.acquire("a");
  first.release();
  const second = await locks.acquire("a");
  expect(() => first.release()).toThrow(TypeError);
  first[Symbol.dispose]();
  expect(locks.isHeld("a")).toBe(true);
  second.release();
  expect(locks.size).toBe(0);
});

test("a caller may try for a key", async () => {
  const locks = new KeyLocks<number>();
  const hold = locks.tryAcquire(1);
  expect(hold).toBeDefined();
  expect(locks.tryAcquire(1)).toBeUndefined();
  locks.tryAcquire(2)?.release();
  hold?.release();
  expect(locks.size).toBe(0);
});

test("runExclusive releases the key, also when the callback throws", async () => {
  const locks = new KeyLocks<string>();
  expect(await locks.runExclusive("a", () => [...locks.inspect().keys()])).toEqual(["a"]);
  const failing = locks.runExclusive("a", async () => {
    await nextTurn();
    throw new Error("from the callback");
  });
  await expect(failing).rejects.toThrow("from the callback");
  expect(locks.size).toBe(0);
});

test("a caller whose signal aborts gets no key, and leaves none behind", async () => {
  const locks = new KeyLocks<string>();
  const controller = new AbortController();
  const hold = await locks.acquire("a");
  const waiting = locks.acquire("a", { signal: controller.signal });
  controller.abort("enough");
  await expect(waiting).rejects.toBe("enough");
  await expect(locks.acquire("b", { signal: controller.signal })).rejects.toBe("enough");
  hold.release();
  expect(locks.size).toBe(0);
});

test("a task whose signal has aborted leaves timers their turn, however often it asks", async () => {
  const locks = new KeyLocks<string>();
  const signal = AbortSignal.abort("enough");
  const timer = { fired: false };
  setTimeout(() => (timer.fired = true), 0);
  for (let asked = 0; !timer.fired && asked < 1_000_000; asked += 1) {
    await locks.acquire("a", { signal }).catch(() => {});
  }
  expect(timer.fired).toBe(true);
});

import { nextTurn } from "@sync-strategies/event-loop";
import { UncheckedKeyLocks } from "@sync-strategies/locks";
import { expect, test } from "vitest";

test("a key has a lock exactly while the lock is held", async () => {
  const locks = new UncheckedKeyLocks<string>();
  expect(locks.acquire("a", undefined)).toBeUndefined();
  expect(locks.acquire("b", undefined)).toBeUndefined();
  expect(locks.size).toBe(2);
  expect(locks.isHeld("a")).toBe(true);
  const next = locks.acquire("a", undefined);
  locks.release("a");
  // It was handed on, so it is still held.
  expect(locks.isHeld("a")).toBe(true);
  await next;
  locks.release("a");
  expect(locks.isHeld("a")).toBe(false);
  locks.release("b");
  expect(locks.size).toBe(0);
});

test("a lock whose waiters have all given up is dropped on release", async () => {
  const locks = new UncheckedKeyLocks<string>();
  const controller = new AbortController();
  await locks.acquire("a", undefined);
  const waiting = [1, 2, 3].map(() => locks.acquire("a", controller.signal));
  controller.abort("enough");
  for (const gaveUp of waiting) await expect(gaveUp).rejects.toBe("enough");
  expect(locks.size).toBe(1);
  locks.release("a");
  expect(locks.size).toBe(0);
});

test("a call with an aborted signal makes no lock", async () => {
  const locks = new UncheckedKeyLocks<string>();
  await expect(locks.acquire("a", AbortSignal.abort("early"))).rejects.toBe("early");
  expect(locks.size).toBe(0);
});

test("all keys are free once the last one is released, and at once if none is held", async () => {
  const locks = new UncheckedKeyLocks<string>();
  await locks.allFree();
  await locks.acquire("a", undefined);
  await locks.acquire("b", undefined);
  let free = false;
  const allFree = locks.allFree().then(() => (free = true));
  locks.release("a");
  await Promise.resolve();
  expect(free).toBe(false);
  locks.release("b");
  await allFree;
  expect(free).toBe(true);
});

test("all keys are free only when the last one is", async () => {
  const locks = new UncheckedKeyLocks<string>();
  void locks.acquire("a", undefined);
  void locks.acquire("b", undefined);
  let areFree = false;
  const free = locks.allFree().then(() => (areFree = true));
  locks.release("a");
  await nextTurn();
  expect(areFree).toBe(false);
  locks.release("b");
  await free;
  expect(areFree).toBe(true);
});

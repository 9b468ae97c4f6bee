import { expect, test } from "vitest";
import { Bell } from "../src/bell.ts";

test("a bell that rang after the thread fell asleep, and before it waits, is not missed", async () => {
  const bell = new Bell(new SharedArrayBuffer(4));
  bell.fallAsleep();
  bell.ring();
  // Would otherwise block for ever, or never resolve.
  bell.wait();
  await expect(bell.waitAsync()).resolves.toBeUndefined();
});

test("a bell wakes the thread that waits for it", async () => {
  const bell = new Bell(new SharedArrayBuffer(4));
  bell.fallAsleep();
  const woken = bell.waitAsync();
  bell.ring();
  await expect(woken).resolves.toBeUndefined();
});

test("a bell has no effect on a thread that is awake", () => {
  const memory = new SharedArrayBuffer(4);
  const bell = new Bell(memory);
  bell.ring();
  bell.fallAsleep();
  bell.wakeUp();
  bell.ring();
  expect(new Int32Array(memory)[0]).toBe(0);
});

test("a bell rings although the thread that rang it before was terminated meanwhile", async () => {
  const memory = new SharedArrayBuffer(4);
  const bell = new Bell(memory);
  bell.fallAsleep();
  const woken = bell.waitAsync();
  // What a thread has done that is terminated before it wakes the sleeper.
  Atomics.compareExchange(new Int32Array(memory), 0, 1, 2);
  bell.ring();
  await expect(woken).resolves.toBeUndefined();
});

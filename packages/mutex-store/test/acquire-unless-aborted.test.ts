import { Mutex } from "async-mutex";
import { expect, test } from "vitest";
import { acquireUnlessAborted } from "../src/acquire-unless-aborted.ts";

test("the ticket of an aborted waiter hands the lock to the next one, in order", async () => {
  const mutex = new Mutex();
  const release = await mutex.acquire();
  const controllers = [new AbortController(), new AbortController(), new AbortController()];
  const granted: number[] = [];
  const waiting = controllers.map(async ({ signal }, index) => {
    const releaseNext = await acquireUnlessAborted(mutex, signal);
    granted.push(index);
    releaseNext();
  });
  controllers[1]?.abort("not wanted");
  await expect(waiting[1]).rejects.toBe("not wanted");
  release();
  await Promise.all([waiting[0], waiting[2]]);
  expect(granted).toEqual([0, 2]);
  expect(mutex.isLocked()).toBe(false);
});

test("a lock that only aborted waiters were waiting for is free again", async () => {
  const mutex = new Mutex();
  const release = await mutex.acquire();
  const controller = new AbortController();
  const waiting = [1, 2, 3].map(() => acquireUnlessAborted(mutex, controller.signal));
  controller.abort();
  await Promise.allSettled(waiting);
  release();
  // Three tickets, each of which hands on what it no longer wants.
  const last = await mutex.acquire();
  expect(mutex.isLocked()).toBe(true);
  last();
  expect(mutex.isLocked()).toBe(false);
});

test("an aborted signal asks for no ticket at all", async () => {
  const mutex = new Mutex();
  await expect(acquireUnlessAborted(mutex, AbortSignal.abort("early"))).rejects.toBe("early");
  expect(mutex.isLocked()).toBe(false);
});

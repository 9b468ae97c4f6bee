import { Semaphore } from "async-mutex";
import { expect, test } from "vitest";
import { acquireUnlessAborted } from "../src/acquire-unless-aborted.ts";

test("the ticket of an aborted waiter passes the lock to the next waiter, in order", async () => {
  const lock = new Semaphore(1);
  const [, release] = await lock.acquire();
  const controllers = [new AbortController(), new AbortController(), new AbortController()];
  const granted: number[] = [];
  const waiting = controllers.map(async ({ signal }, index) => {
    const [, releaseNext] = await acquireUnlessAborted(lock, signal);
    granted.push(index);
    releaseNext();
  });
  controllers[1]?.abort("not wanted");
  await expect(waiting[1]).rejects.toBe("not wanted");
  release();
  await Promise.all([waiting[0], waiting[2]]);
  expect(granted).toEqual([0, 2]);
  expect(lock.isLocked()).toBe(false);
});

test("a lock whose waiters have all aborted becomes free again", async () => {
  const lock = new Semaphore(1);
  const [, release] = await lock.acquire();
  const controller = new AbortController();
  const waiting = [1, 2, 3].map(() => acquireUnlessAborted(lock, controller.signal));
  controller.abort();
  await Promise.allSettled(waiting);
  release();
  // Each of the three tickets passes the lock on.
  const [, last] = await lock.acquire();
  expect(lock.isLocked()).toBe(true);
  last();
  expect(lock.isLocked()).toBe(false);
});

test("a call with an aborted signal takes no ticket", async () => {
  const lock = new Semaphore(1);
  await expect(acquireUnlessAborted(lock, AbortSignal.abort("early"))).rejects.toBe("early");
  expect(lock.isLocked()).toBe(false);
});

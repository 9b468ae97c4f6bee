/** Faults that were found in other libraries' locks, one test each; the contract's suite covers the rest. */
import { Semaphore } from "async-mutex";
import { expect, test } from "vitest";
import { MutexStore } from "@sync-strategies/mutex-store";
import { SharedTicket } from "../src/shared-ticket.ts";

test("one of several waiters can be cancelled: the first, the middle or the last", async () => {
  for (const cancelled of [0, 1, 2]) {
    const lock = new Semaphore(1);
    const [, release] = await lock.acquire();
    const ticket = new SharedTicket(lock);
    const granted: number[] = [];
    const controllers = [0, 1, 2].map(() => new AbortController());
    const waiters = controllers.map(async ({ signal }, index) => {
      const [, releaseOwn] = await ticket.acquire(signal);
      granted.push(index);
      releaseOwn();
    });
    const outcomes = Promise.allSettled(waiters);
    controllers[cancelled]?.abort();
    release();
    await outcomes;
    expect(granted).toEqual([0, 1, 2].filter((index) => index !== cancelled));
    expect(lock.isLocked()).toBe(false);
  }
});

test("a releaser that is called twice does not release the next holder's lock", async () => {
  const lock = new Semaphore(1);
  const ticket = new SharedTicket(lock);
  const { signal } = new AbortController();
  const [, stale] = await ticket.acquire(signal);
  const next = ticket.acquire(signal);
  const third = ticket.acquire(signal);
  stale();
  const [, release] = await next;
  stale();
  let hasThird = false;
  const thirdGranted = third.then(([, releaseThird]) => {
    hasThird = true;
    releaseThird();
  });
  for (let hop = 0; hop < 20; hop += 1) await Promise.resolve();
  expect(hasThird).toBe(false);
  expect(lock.isLocked()).toBe(true);
  release();
  await thirdGranted;
  expect(lock.isLocked()).toBe(false);
});

test("a lock that is granted in the step in which its waiter aborts is not lost", async () => {
  const lock = new Semaphore(1);
  const [, release] = await lock.acquire();
  const ticket = new SharedTicket(lock);
  const controller = new AbortController();
  const aborted = ticket.acquire(controller.signal);
  const outcome = Promise.allSettled([aborted]);
  const behind = ticket.acquire(new AbortController().signal);
  release();
  controller.abort("changed my mind");
  expect(await outcome).toEqual([{ status: "rejected", reason: "changed my mind" }]);
  const [, releaseBehind] = await behind;
  releaseBehind();
  expect(lock.isLocked()).toBe(false);
});

test.each([undefined, null, false, 0, ""])(
  "an updater that rejects with the falsy value %j has failed",
  async (reason) => {
    await using store = new MutexStore<string, number>();
    await store.write("a", 1);
    const failing = store.update("a", () => Promise.reject(reason));
    await expect(failing).rejects.toBe(reason);
    expect(await store.read("a")).toBe(1);
  },
);

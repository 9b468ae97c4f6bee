import { nextTurn } from "@sync-strategies/event-loop";
import { Semaphore } from "async-mutex";
import { expect, test } from "vitest";
import { SharedTicket } from "../src/shared-ticket.ts";

test("callers that share a ticket get the lock in order, without those that were cancelled", async () => {
  const lock = new Semaphore(1);
  const [, release] = await lock.acquire();
  const ticket = new SharedTicket(lock);
  const controllers = [new AbortController(), new AbortController(), new AbortController()];
  const granted: number[] = [];
  const waiting = controllers.map(async ({ signal }, index) => {
    const [, releaseNext] = await ticket.acquire(signal);
    granted.push(index);
    releaseNext();
  });
  controllers[1]?.abort("not wanted");
  await expect(waiting[1]).rejects.toBe("not wanted");
  release();
  await Promise.all([waiting[0], waiting[2]]);
  expect(granted).toEqual([0, 2]);
  expect(ticket.isOver).toBe(true);
  expect(lock.isLocked()).toBe(false);
});

test("a ticket whose callers were all cancelled gives the lock back when its turn comes", async () => {
  const lock = new Semaphore(1);
  const [, release] = await lock.acquire();
  const ticket = new SharedTicket(lock);
  const controller = new AbortController();
  const waiting = [1, 2, 3].map(() => ticket.acquire(controller.signal));
  controller.abort();
  await Promise.allSettled(waiting);
  expect(ticket.isOver).toBe(false);
  release();
  await nextTurn();
  expect(ticket.isOver).toBe(true);
  expect(lock.isLocked()).toBe(false);
});

test("a caller may join a ticket while another one that shares it has the lock", async () => {
  const lock = new Semaphore(1);
  const { signal } = new AbortController();
  const ticket = new SharedTicket(lock);
  const [, release] = await ticket.acquire(signal);
  const joined = ticket.acquire(signal);
  release();
  expect(ticket.isOver).toBe(false);
  const [, releaseLast] = await joined;
  expect(lock.isLocked()).toBe(true);
  releaseLast();
  expect(ticket.isOver).toBe(true);
  expect(lock.isLocked()).toBe(false);
});

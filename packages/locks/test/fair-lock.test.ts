import { nextTurn } from "@sync-strategies/event-loop";
import { FairLock, type LockHold } from "@sync-strategies/locks";
import { expect, test } from "vitest";

const RELEASED = "already released";

test("a lock is held from its acquisition to its release", async () => {
  const lock = new FairLock();
  expect(lock.isHeld).toBe(false);
  const hold = await lock.acquire();
  expect(lock.isHeld).toBe(true);
  hold.release();
  expect(lock.isHeld).toBe(false);
});

test("callers acquire the lock one at a time, in the order of asking", async () => {
  const lock = new FairLock();
  const order: number[] = [];
  let inside = 0;
  const clients = Array.from({ length: 10 }, async (_, index) => {
    const hold = await lock.acquire();
    inside += 1;
    expect(inside).toBe(1);
    order.push(index);
    await nextTurn();
    inside -= 1;
    hold.release();
  });
  await Promise.all(clients);
  expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test("a hold that is released twice says so, and lets no second caller in", async () => {
  const lock = new FairLock();
  const first = await lock.acquire();
  const second = lock.acquire();
  const third = lock.acquire();
  first.release();
  expect(() => first.release()).toThrow(RELEASED);
  const hold = await second;
  // The misuse comes when another caller holds the lock, too.
  expect(() => first.release()).toThrow(TypeError);
  let thirdHolds = false;
  const waiting = third.then((held) => {
    thirdHolds = true;
    return held;
  });
  await nextTurn();
  expect(thirdHolds).toBe(false);
  hold.release();
  (await waiting).release();
  expect(lock.isHeld).toBe(false);
});

test("disposing releases once: after a release it does nothing, and a release after it throws", async () => {
  const lock = new FairLock();
  const early = await lock.acquire();
  early.release();
  const next = await lock.acquire();
  early[Symbol.dispose]();
  expect(lock.isHeld).toBe(true);
  next[Symbol.dispose]();
  next[Symbol.dispose]();
  expect(lock.isHeld).toBe(false);
  expect(() => next.release()).toThrow(RELEASED);
});

test("a block with using releases the lock when it throws, returns or breaks", async () => {
  const lock = new FairLock();
  const throwing = async (): Promise<void> => {
    using _ = await lock.acquire();
    await nextTurn();
    throw new Error("from the block");
  };
  const returning = async (): Promise<boolean> => {
    using _ = await lock.acquire();
    return lock.isHeld;
  };
  await expect(throwing()).rejects.toThrow("from the block");
  expect(lock.isHeld).toBe(false);
  expect(await returning()).toBe(true);
  expect(lock.isHeld).toBe(false);
  for (let round = 0; round < 2; round += 1) {
    using _ = await lock.acquire();
    break;
  }
  expect(lock.isHeld).toBe(false);
});

test("a caller may try: it gets a hold of a free lock, and nothing of a held one", async () => {
  const lock = new FairLock();
  const hold = lock.tryAcquire();
  expect(hold).toBeDefined();
  expect(lock.tryAcquire()).toBeUndefined();
  const waiting = lock.acquire();
  hold?.release();
  // It has been handed on, so it is not free.
  expect(lock.tryAcquire()).toBeUndefined();
  (await waiting).release();
  lock.tryAcquire()?.release();
  expect(lock.isHeld).toBe(false);
});

test("runExclusive holds the lock until the callback has settled, and resolves to its result", async () => {
  const lock = new FairLock();
  const result = await lock.runExclusive(async () => {
    await nextTurn();
    return lock.isHeld;
  });
  expect(result).toBe(true);
  expect(lock.isHeld).toBe(false);
  expect(await lock.runExclusive(() => 1)).toBe(1);
});

test("runExclusive releases the lock when the callback throws or rejects", async () => {
  const lock = new FairLock();
  const failures = [
    lock.runExclusive(() => {
      throw new Error("thrown");
    }),
    lock.runExclusive(() => Promise.reject(new Error("rejected"))),
  ];
  await expect(failures[0]).rejects.toThrow("thrown");
  await expect(failures[1]).rejects.toThrow("rejected");
  expect(lock.isHeld).toBe(false);
});

test("runExclusive does not call back when its signal aborts first", async () => {
  const lock = new FairLock();
  const hold = await lock.acquire();
  const controller = new AbortController();
  let called = false;
  const exclusive = lock.runExclusive(() => (called = true), { signal: controller.signal });
  controller.abort("too late");
  await expect(exclusive).rejects.toBe("too late");
  hold.release();
  await nextTurn();
  expect(called).toBe(false);
  expect(lock.isHeld).toBe(false);
});

test("a caller whose signal has aborted acquires no lock, not even a free one", async () => {
  const lock = new FairLock();
  const signal = AbortSignal.abort("early");
  await expect(lock.acquire({ signal })).rejects.toBe("early");
  expect(lock.isHeld).toBe(false);
});

test("an abort after the lock is handed over changes nothing", async () => {
  const lock = new FairLock();
  const controller = new AbortController();
  const first = await lock.acquire();
  const second = lock.acquire({ signal: controller.signal });
  first.release();
  controller.abort();
  const hold = await second;
  expect(lock.isHeld).toBe(true);
  hold.release();
});

test("inspect says whether the lock is held and how many wait", async () => {
  const lock = new FairLock();
  expect(lock.inspect()).toEqual({ isHeld: false, waiting: 0, holds: [], waits: [] });
  const hold = await lock.acquire();
  const waiting = [lock.acquire(), lock.acquire()];
  expect(lock.inspect()).toEqual({ isHeld: true, waiting: 2, holds: [], waits: [] });
  hold.release();
  expect(lock.inspect()).toMatchObject({ isHeld: true, waiting: 1 });
  for (const acquired of waiting) (await acquired).release();
  expect(lock.inspect()).toMatchObject({ isHeld: false, waiting: 0 });
});

test("any number of callers may wait on one signal, without a warning, and leave nothing on it", async () => {
  const warnings: Error[] = [];
  const onWarning = (warning: Error): number => warnings.push(warning);
  process.on("warning", onWarning);
  const lock = new FairLock();
  const controller = new AbortController();
  const { signal } = controller;
  const hold = await lock.acquire();
  const served = 100;
  const outcomes: Promise<LockHold | string>[] = [];
  for (let index = 0; index < 10_000; index += 1) {
    outcomes.push(lock.acquire({ signal }).catch((reason: unknown) => String(reason)));
  }
  hold.release();
  for (const outcome of outcomes.slice(0, served)) {
    const held = await outcome;
    if (typeof held === "string") expect.fail(held);
    held.release();
  }
  // The next one has been handed the lock, so the abort comes too late for it.
  controller.abort("enough");
  const rest = await Promise.all(outcomes.slice(served));
  expect(rest.filter((outcome) => outcome === "enough")).toHaveLength(10_000 - served - 1);
  expect(lock.inspect().waiting).toBe(0);
  await nextTurn();
  process.off("warning", onWarning);
  expect(warnings).toEqual([]);
});

test.each([1, 2])(
  "%d tasks that acquire and release without a pause leave timers their turn",
  async (tasks) => {
    const lock = new FairLock();
    const timer = { fired: false };
    setTimeout(() => (timer.fired = true), 0);
    const work = async (): Promise<void> => {
      while (!timer.fired) {
        const hold = await lock.acquire();
        await Promise.resolve();
        hold.release();
      }
    };
    await Promise.all(Array.from({ length: tasks }, work));
    expect(timer.fired).toBe(true);
  },
);

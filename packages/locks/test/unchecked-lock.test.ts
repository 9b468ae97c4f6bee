import { UncheckedLock } from "@sync-strategies/locks";
import { array, assert, asyncProperty, nat, record } from "fast-check";
import { expect, test } from "vitest";
import { seedOf } from "../../../vitest.seed.ts";

test("a free lock is acquired without a promise", () => {
  const lock = new UncheckedLock();
  expect(lock.isHeld).toBe(false);
  expect(lock.acquire()).toBeUndefined();
  expect(lock.isHeld).toBe(true);
  lock.release();
  expect(lock.isHeld).toBe(false);
});

test("a lock that is handed on is never free in between, so no newcomer overtakes", async () => {
  const lock = new UncheckedLock();
  await lock.acquire();
  const order: string[] = [];
  const take = async (name: string): Promise<void> => {
    await lock.acquire();
    order.push(name);
    lock.release();
  };
  const waiting = [take("first"), take("second")];
  lock.release();
  expect(lock.isHeld).toBe(true);
  waiting.push(take("newcomer"));
  await Promise.all(waiting);
  expect(order).toEqual(["first", "second", "newcomer"]);
  expect(lock.isHeld).toBe(false);
});

test("a caller whose signal has aborted gets no lock, not even a free one", async () => {
  const lock = new UncheckedLock();
  await expect(lock.acquire(AbortSignal.abort("early"))).rejects.toBe("early");
  expect(lock.isHeld).toBe(false);
});

test("an abort after the grant changes nothing", async () => {
  const lock = new UncheckedLock();
  const controller = new AbortController();
  await lock.acquire();
  const granted = lock.acquire(controller.signal);
  lock.release();
  controller.abort();
  await expect(granted).resolves.toBeUndefined();
  expect(lock.isHeld).toBe(true);
});

/** A client waits for the lock; `leaves` decides whether it gives up, and in what order. */
const clients = array(record({ leaves: nat(9) }), { maxLength: 12 });

test("whichever waiters give up, all others get the lock in the order of asking", async () => {
  await assert(
    asyncProperty(clients, async (drawn) => {
      const lock = new UncheckedLock();
      await lock.acquire();
      const got: number[] = [];
      const gone: number[] = [];
      const all = drawn.map(({ leaves }, index) => {
        const controller = new AbortController();
        const wait = async (): Promise<void> => {
          try {
            await lock.acquire(controller.signal);
          } catch {
            gone.push(index);
            return;
          }
          got.push(index);
          lock.release();
        };
        return { index, leaves, controller, waiting: wait() };
      });
      // Half of the clients give up, in another order.
      const leavers = all.filter(({ leaves }) => leaves < 5);
      for (const { controller } of leavers.toSorted((a, b) => a.leaves - b.leaves)) {
        controller.abort();
      }
      lock.release();
      await Promise.all(all.map(({ waiting }) => waiting));
      expect(got).toEqual(all.filter(({ leaves }) => leaves >= 5).map(({ index }) => index));
      expect(gone).toHaveLength(leavers.length);
      expect(lock.isHeld).toBe(false);
    }),
    { numRuns: 300, seed: seedOf(1) },
  );
});

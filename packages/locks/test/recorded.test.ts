/** What diagnostics know of locks while they are on. */
import { openWaits, startDiagnostics, stopDiagnostics } from "@sync-strategies/diagnostics";
import { nextTurn } from "@sync-strategies/event-loop";
import { FairLock, KeyLocks, UncheckedLock } from "@sync-strategies/locks";
import { afterEach, beforeEach, expect, test } from "vitest";

beforeEach(startDiagnostics);
afterEach(stopDiagnostics);

const whats = (): string[] => openWaits().map(({ what }) => what);

test("a caller that waits for a bare lock is recorded until it is served", async () => {
  const lock = new UncheckedLock();
  void lock.acquire();
  expect(whats()).toEqual([]);
  const waiting = lock.acquire();
  expect(whats()).toEqual([expect.stringContaining("acquire")]);
  lock.release();
  await waiting;
  expect(whats()).toEqual([]);
});

test("a caller that waits for a bare lock is recorded until it is cancelled", async () => {
  const lock = new UncheckedLock();
  void lock.acquire();
  const controller = new AbortController();
  const waiting = lock.acquire(controller.signal);
  expect(whats()).toHaveLength(1);
  controller.abort("enough");
  await expect(waiting).rejects.toBe("enough");
  expect(whats()).toEqual([]);
});

test("a lock that was acquired without waiting is known to be held, until it is released", () => {
  const lock = new FairLock();
  const hold = lock.tryAcquire()!;
  expect(lock.inspect().holds).toMatchObject([{ what: expect.stringMatching(/^acquire /) }]);
  hold.release();
  expect(lock.inspect().holds).toEqual([]);
});

test("a key that was acquired without waiting is known to be held, until it is released", () => {
  const locks = new KeyLocks<string>();
  const hold = locks.tryAcquire("a")!;
  expect(locks.inspect().get("a")?.holds).toMatchObject([{ key: "a" }]);
  expect(locks.inspect().get("b")).toBeUndefined();
  hold.release();
  expect(locks.inspect().size).toBe(0);
});

test("an aborted signal rejects, and leaves neither hold nor wait", async () => {
  const lock = new FairLock();
  const locks = new KeyLocks<string>();
  const signal = AbortSignal.abort("early");
  await expect(lock.acquire({ signal })).rejects.toBe("early");
  await expect(locks.acquire("a", { signal })).rejects.toBe("early");
  await nextTurn();
  expect(whats()).toEqual([]);
  expect(lock.inspect()).toMatchObject({ isHeld: false, holds: [], waits: [] });
  expect(locks.inspect().size).toBe(0);
});

test("nothing is recorded of what happens while diagnostics are off", async () => {
  stopDiagnostics();
  const lock = new FairLock();
  const hold = await lock.acquire();
  const waiting = lock.acquire();
  expect(lock.inspect()).toEqual({ isHeld: true, waiting: 1, holds: [], waits: [] });
  hold.release();
  (await waiting).release();
});

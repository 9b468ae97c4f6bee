/** What diagnostics see of locks: who holds, who waits, and circles, but no false alarm. */
import {
  DeadlockError,
  giveName,
  openWaits,
  runDetached,
  startDiagnostics,
  stopDiagnostics,
} from "@sync-strategies/diagnostics";
import { nextTurn } from "@sync-strategies/event-loop";
import { FairLock, KeyLocks } from "@sync-strategies/locks";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

beforeEach(startDiagnostics);
afterEach(stopDiagnostics);

function named(name: string): FairLock {
  const lock = new FairLock();
  giveName(lock, name);
  return lock;
}

/** Acquires the locks one after the other, with a turn between, and releases all of them. */
async function take(...locks: FairLock[]): Promise<void> {
  const [first, ...others] = locks;
  if (first === undefined) return;
  using _ = await first.acquire();
  await nextTurn();
  await take(...others);
}

/** The failures of tasks, once all of them and all waits are over. */
async function failuresOf(...tasks: readonly Promise<unknown>[]): Promise<unknown[]> {
  const outcomes = await Promise.allSettled(tasks);
  const failures = outcomes.flatMap((outcome) =>
    outcome.status === "rejected" ? [outcome.reason as unknown] : [],
  );
  return [...failures, ...openWaits()];
}

/** Of tasks in a circle one is rejected, which lets the others finish. */
async function onlyDeadlock(tasks: readonly Promise<unknown>[]): Promise<DeadlockError> {
  const errors = await failuresOf(...tasks);
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatchObject({ code: "DEADLOCK" });
  return errors[0] as DeadlockError;
}

describe("a wait that would never end is rejected", () => {
  test("when two tasks take two locks in opposite order", async () => {
    const [a, b] = [named("a"), named("b")];
    const { message, chain } = await onlyDeadlock([take(a, b), take(b, a)]);
    expect(chain.map(({ waits, waitsFor }) => [waits, waitsFor])).toEqual([
      ["acquire a", "a"],
      ["acquire b", "b"],
    ]);
    const place = String.raw`\((?:packages/locks/)?test/deadlocks\.test\.ts:\d+:\d+\)`;
    expect(message).toMatch(
      new RegExp(
        `^Deadlock: acquire a ${place} waits for a, held by acquire a ${place}; in that task, ` +
          `acquire b ${place} waits for b, held by acquire b ${place}, in this task\\.$`,
      ),
    );
  });

  test("when three tasks wait in a circle", async () => {
    const [a, b, c] = [named("a"), named("b"), named("c")];
    const { chain } = await onlyDeadlock([take(a, b), take(b, c), take(c, a)]);
    expect(chain.map(({ waitsFor }) => waitsFor)).toEqual(["a", "b", "c"]);
  });

  test("when a task acquires again what it holds", async () => {
    const a = named("a");
    const { chain } = await onlyDeadlock([take(a, a)]);
    expect(chain).toHaveLength(1);
  });

  test("when nested functions, Promise.all, timers and callbacks lie between", async () => {
    const a = named("a");
    const viaTimer = async (): Promise<void> => {
      await new Promise((resolve) => setImmediate(resolve));
      await Promise.all([nextTurn(), Promise.resolve().then(() => take(a))]);
    };
    const task = a.runExclusive(async () => {
      await nextTurn();
      await Promise.all([1, 2].map(() => viaTimer().catch((error: unknown) => error)));
      await viaTimer();
    });
    await expect(task).rejects.toMatchObject({ code: "DEADLOCK" });
    expect(a.isHeld).toBe(false);
  });

  test("when locks of keys are crossed, and names the keys", async () => {
    const locks = new KeyLocks<string>();
    giveName(locks, "accounts");
    const transfer = (from: string, to: string): Promise<void> =>
      locks.runExclusive(from, async () => {
        await nextTurn();
        using _ = await locks.acquire(to);
      });
    const { chain } = await onlyDeadlock([transfer("alice", "bob"), transfer("bob", "alice")]);
    expect(chain.map(({ waits }) => waits)).toEqual([
      'acquire "alice" of accounts',
      'acquire "bob" of accounts',
    ]);
  });

  test("also behind a then, where the task may go on for a while before it awaits", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    try {
      const a = named("a");
      const outcome = a.runExclusive(
        () =>
          new Promise((resolve) => {
            void a.acquire().then(resolve, resolve);
          }),
      );
      await nextTurn();
      vi.runAllTimers();
      expect(await outcome).toBeInstanceOf(DeadlockError);
    } finally {
      vi.useRealTimers();
    }
  });

  test("and has no effect: the lock goes to the next caller", async () => {
    const a = named("a");
    const hold = await a.acquire();
    expect(await failuresOf(take(a))).toMatchObject([{ code: "DEADLOCK" }]);
    expect(a.inspect().waiting).toBe(0);
    hold.release();
    (await a.acquire()).release();
  });
});

describe("no wait is rejected that will end", () => {
  test("of tasks that take locks in the same order, started in one step", async () => {
    const [a, b] = [named("a"), named("b")];
    expect(await failuresOf(take(a, b), take(a, b), take(a, b), take(b), take(a))).toEqual([]);
  });

  test("of a task that acquires one lock again and again", async () => {
    const [a, b] = [named("a"), named("b")];
    const repeat = async (): Promise<void> => {
      for (let round = 0; round < 20; round += 1) {
        const hold = await a.acquire();
        await nextTurn();
        hold.release();
        await take(b);
      }
    };
    expect(await failuresOf(repeat(), repeat(), repeat())).toEqual([]);
  });

  test("of different keys", async () => {
    const locks = new KeyLocks<string>();
    expect(
      await failuresOf(locks.runExclusive("a", () => locks.runExclusive("b", nextTurn))),
    ).toEqual([]);
    expect(
      await failuresOf(locks.runExclusive("b", () => locks.runExclusive("a", nextTurn))),
    ).toEqual([]);
  });

  test("of a task started in the same step as the one that holds, after other waits", async () => {
    const a = named("a");
    const late = async (): Promise<void> => {
      await nextTurn();
      await take(a);
    };
    expect(await failuresOf(take(a), late(), take(a), late())).toEqual([]);
  });

  test("of a parent whose child holds", async () => {
    const a = named("a");
    const child = take(a);
    await nextTurn();
    expect(await failuresOf(take(a), child)).toEqual([]);
  });

  test("of a task that waits while it holds what no other task in the chain wants", async () => {
    const [a, b, c] = [named("a"), named("b"), named("c")];
    expect(await failuresOf(take(a, b), take(c, b), take(b))).toEqual([]);
  });

  test("of a detached task, which its parent does not await", async () => {
    const a = named("a");
    const detached: Promise<void>[] = [];
    const parent = a.runExclusive(async () => {
      detached.push(runDetached(() => take(a)));
      await nextTurn();
    });
    expect(await failuresOf(parent)).toEqual([]);
    expect(await failuresOf(...detached)).toEqual([]);
  });

  test("of a holder that asks again, goes on for some turns, and does not await the answer", async () => {
    const a = named("a");
    const order: string[] = [];
    const asked: Promise<unknown>[] = [];
    const holder = a.runExclusive(async () => {
      asked.push(a.runExclusive(() => order.push("asked")).catch((error: unknown) => error));
      await nextTurn();
      await nextTurn();
      order.push("holder");
    });
    expect(await failuresOf(holder)).toEqual([]);
    expect(await failuresOf(...asked)).toEqual([]);
    expect(order).toEqual(["holder", "asked"]);
  });

  test("of a task that wants what a caller holds that gave up waiting", async () => {
    const [a, b] = [named("a"), named("b")];
    const controller = new AbortController();
    const hold = await a.acquire();
    const waiting = runDetached(() =>
      b.runExclusive(() => a.acquire({ signal: controller.signal }).catch(() => nextTurn())),
    );
    await nextTurn();
    controller.abort();
    expect(await failuresOf(b.runExclusive(nextTurn), waiting)).toEqual([]);
    hold.release();
  });
});

test("inspect names the calls that hold and wait, with their places", async () => {
  const lock = named("the lock");
  const hold = await lock.acquire();
  const waiting = runDetached(() => lock.acquire());
  const { holds, waits } = lock.inspect();
  const call = { what: "acquire the lock", place: expect.stringContaining("deadlocks.test.ts") };
  expect(holds).toMatchObject([call]);
  expect(waits).toMatchObject([{ ...call, works: false, heldBy: [call] }]);
  hold.release();
  (await waiting).release();
  expect(lock.inspect()).toEqual({ isHeld: false, waiting: 0, holds: [], waits: [] });
});

test("inspect lists the calls of each key", async () => {
  const locks = new KeyLocks<string>();
  const held = ["a", "b"].map((key) => locks.tryAcquire(key));
  const waiting = locks.acquire("b");
  const inspections = locks.inspect();
  expect(inspections.get("a")).toMatchObject({ holds: [{ key: "a" }], waits: [] });
  expect(inspections.get("b")).toMatchObject({ holds: [{ key: "b" }], waits: [{ key: "b" }] });
  for (const hold of held) hold?.release();
  (await waiting).release();
});

test("a hold from before diagnostics were on is released as ever", async () => {
  stopDiagnostics();
  const lock = new FairLock();
  const hold = await lock.acquire();
  const waiting = lock.acquire();
  startDiagnostics();
  const recorded = lock.acquire();
  hold.release();
  (await waiting).release();
  (await recorded).release();
  expect(lock.isHeld).toBe(false);
});

/**
 * Two sides of a lock, as if of two threads. They are in one thread here, so that the tests decide
 * the order of what happens; threads.test.ts has them in several.
 */
import { nextTurn } from "@sync-strategies/event-loop";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FutexLock } from "../src/futex-lock.ts";
import { Lookout } from "../src/lookout.ts";

const AT = 0;
const SIGN_OF_LIFE = 1;
const THREADS = 3;

/** Some turns pass before a thread that is woken runs, and after that the lock is handed over. */
const MAXIMUM_OVERTAKEN = 10_000;

let words: Int32Array<SharedArrayBuffer>;
beforeEach(() => {
  words = new Int32Array(new SharedArrayBuffer(64));
});

/** One thread's side, whose lookout never looks unless the test does. */
function makeSide({ breakable = false, onIdle = () => {} } = {}): FutexLock {
  const lookout = new Lookout();
  const signOfLifeAt = breakable ? SIGN_OF_LIFE : undefined;
  return new FutexLock({ words, at: AT, threads: THREADS, lookout, signOfLifeAt, onIdle });
}

/** More turns than it takes to wake a waiter. Used to find what must not happen, never to wait. */
async function aFewTurns(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await nextTurn();
}

/** How many threads wait in shared memory: they are woken by the count, and look again. */
const countWaits = (): number => Atomics.notify(words, AT);

test("a free lock is acquired within the call, and no promise is made", () => {
  const side = makeSide();
  expect(side.acquire(undefined)).toBeUndefined();
  expect(side.tryEnter()).toBe(false);
  expect(makeSide().tryEnter()).toBe(false);
  side.release();
  expect(makeSide().tryEnter()).toBe(true);
});

test("callers of one thread get the lock in the order in which they asked", async () => {
  const [side, other] = [makeSide(), makeSide()];
  void other.acquire(undefined);
  const order: number[] = [];
  const callers = Array.from({ length: 6 }, async (_, caller) => {
    if (caller % 2 === 0) {
      await side.perform(() => order.push(caller), undefined);
    } else {
      await side.acquire(undefined);
      order.push(caller);
      side.release();
    }
  });
  other.release();
  await Promise.all(callers);
  expect(order).toEqual([0, 1, 2, 3, 4, 5]);
});

test("a thread waits once in shared memory, however many of its callers wait", async () => {
  const [side, other] = [makeSide(), makeSide()];
  void other.acquire(undefined);
  const steps = Array.from({ length: 100 }, (_, step) => side.perform(() => step, undefined));
  expect(countWaits()).toBe(1);
  await aFewTurns();
  expect(countWaits()).toBe(1);
  other.release();
  expect(await Promise.all(steps)).toEqual(Array.from({ length: 100 }, (_, step) => step));
  expect(countWaits()).toBe(0);
});

test("the steps of all that wait are done in one hold", async () => {
  const [side, other] = [makeSide(), makeSide()];
  void other.acquire(undefined);
  let couldEnter = false;
  const steps = Array.from({ length: 10 }, () =>
    side.perform(() => {
      couldEnter ||= other.tryEnter();
    }, undefined),
  );
  other.release();
  await Promise.all(steps);
  expect(couldEnter).toBe(false);
  expect(other.tryEnter()).toBe(true);
});

test("no caller is overtaken without end by those of another thread", async () => {
  const [one, other] = [makeSide(), makeSide()];
  void one.acquire(undefined);
  const race = { isServed: false, overtaken: 0 };
  const waiting = other.perform(() => {
    race.isServed = true;
  }, undefined);
  // Clients of the thread that has the lock never let it go free: one always waits for it.
  const client = async (): Promise<void> => {
    while (!race.isServed && race.overtaken < MAXIMUM_OVERTAKEN) {
      await one.acquire(undefined);
      race.overtaken += 1;
      await nextTurn();
      one.release();
    }
  };
  const clients = [client(), client(), client()];
  one.release();
  await waiting;
  await Promise.all(clients);
  expect(race.overtaken).toBeLessThan(MAXIMUM_OVERTAKEN);
});

describe("a caller that gives up", () => {
  test("leaves at once, and the thread's wait in shared memory is called off with the last", async () => {
    const onIdle = vi.fn<() => void>();
    const [side, other] = [makeSide({ onIdle }), makeSide()];
    void other.acquire(undefined);
    const controllers = [new AbortController(), new AbortController()];
    const callers = controllers.map(({ signal }) => side.acquire(signal));
    controllers[0]!.abort("the first leaves");
    await expect(callers[0]).rejects.toBe("the first leaves");
    expect(onIdle).not.toHaveBeenCalled();
    controllers[1]!.abort("the second leaves");
    await expect(callers[1]).rejects.toBe("the second leaves");
    await vi.waitFor(() => expect(onIdle).toHaveBeenCalledOnce());
    expect(countWaits()).toBe(0);
    other.release();
    expect(other.tryEnter()).toBe(true);
  });

  test("as the lock is handed to its thread passes it on to the next thread", async () => {
    const [one, two, three] = [makeSide(), makeSide(), makeSide()];
    void one.acquire(undefined);
    const controller = new AbortController();
    const givesUp = two.acquire(controller.signal);
    const waits = three.acquire(undefined);
    one.release();
    // The second thread has been woken, and has not run yet.
    controller.abort("too late");
    await expect(givesUp).rejects.toBe("too late");
    await waits;
    expect(two.tryEnter()).toBe(false);
    three.release();
    expect(two.tryEnter()).toBe(true);
  });

  test("after it was given the lock has it all the same", async () => {
    const [side, other] = [makeSide(), makeSide()];
    void other.acquire(undefined);
    const controller = new AbortController();
    const granted = side.acquire(controller.signal);
    other.release();
    await granted;
    controller.abort();
    expect(other.tryEnter()).toBe(false);
    side.release();
    expect(other.tryEnter()).toBe(true);
  });

  test("and one that comes right after it wait for the same lock once", async () => {
    const [side, other] = [makeSide(), makeSide()];
    void other.acquire(undefined);
    for (let round = 0; round < 50; round += 1) {
      const controller = new AbortController();
      const givesUp = side.acquire(controller.signal);
      controller.abort(round);
      await expect(givesUp).rejects.toBe(round);
    }
    const waits = side.acquire(undefined);
    await aFewTurns();
    expect(countWaits()).toBe(1);
    other.release();
    await waits;
    side.release();
  });
});

describe("a lookout", () => {
  test("takes a lock that was left free, its waiter woken in vain", async () => {
    const [side, other] = [makeSide(), makeSide()];
    void other.acquire(undefined);
    const waits = side.acquire(undefined);
    // Released, and the thread that was to be woken is gone.
    Atomics.store(words, AT, 0);
    side.look();
    await waits;
    side.release();
    expect(Atomics.load(words, AT)).toBe(0);
  });

  test("takes a lock that was handed to a thread that does not come, at the second look", async () => {
    const [side, other] = [makeSide(), makeSide()];
    void other.acquire(undefined);
    const waits = side.acquire(undefined);
    Atomics.store(words, AT, -1);
    side.look();
    expect(Atomics.load(words, AT)).toBe(-1);
    side.look();
    await waits;
    side.release();
    expect(Atomics.load(words, AT)).toBe(0);
  });

  test("says that its thread waits if the one that was to say so is gone", async () => {
    const [side, other] = [makeSide(), makeSide()];
    void other.acquire(undefined);
    const waits = side.acquire(undefined);
    // Taken by another thread that does not know of any that wait.
    Atomics.store(words, AT, 1);
    side.look();
    expect(Atomics.load(words, AT)).toBeGreaterThan(1);
    other.release();
    await waits;
    side.release();
  });

  test("never takes a lock from its holder", async () => {
    const [side, other] = [makeSide(), makeSide()];
    void other.acquire(undefined);
    const waits = side.acquire(undefined);
    for (let look = 0; look < 100; look += 1) side.look();
    let hasLock = false;
    const granted = Promise.resolve(waits).then(() => (hasLock = true));
    await aFewTurns();
    expect(hasLock).toBe(false);
    other.release();
    await granted;
    side.release();
  });

  test("takes a lock that only orders from a holder that shows no sign of life", async () => {
    const [side, dead] = [makeSide({ breakable: true }), makeSide({ breakable: true })];
    void dead.acquire(undefined);
    const waits = side.acquire(undefined);
    let hasLock = false;
    const granted = Promise.resolve(waits).then(() => (hasLock = true));
    for (let look = 0; look < 100; look += 1) {
      dead.look();
      side.look();
    }
    await aFewTurns();
    expect(hasLock).toBe(false);
    for (let look = 0; look < 11; look += 1) side.look();
    await granted;
    // The holder was not dead after all.
    dead.release();
    side.release();
    expect(Atomics.load(words, AT)).toBe(0);
  });
});

describe("the thread", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  test("has a timer exactly while it waits in shared memory", async () => {
    vi.useFakeTimers();
    const [side, other] = [makeSide(), makeSide()];
    void other.acquire(undefined);
    expect(vi.getTimerCount()).toBe(0);
    const waits = side.acquire(undefined);
    const behind = side.acquire(undefined);
    expect(vi.getTimerCount()).toBe(1);
    other.release();
    await waits;
    expect(vi.getTimerCount()).toBe(0);
    side.release();
    await behind;
    side.release();
    expect(vi.getTimerCount()).toBe(0);
  });

  test("has none when its last caller has given up", async () => {
    vi.useFakeTimers();
    const [side, other] = [makeSide(), makeSide()];
    void other.acquire(undefined);
    const controller = new AbortController();
    const givesUp = side.acquire(controller.signal);
    controller.abort("enough");
    await expect(givesUp).rejects.toBe("enough");
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(0));
    other.release();
  });
});

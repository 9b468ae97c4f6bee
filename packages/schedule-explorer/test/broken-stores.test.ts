import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { OperationOptions, Storable, Updater } from "@sync-strategies/state-store";
import {
  abort,
  abortWhileWaiting,
  closeWhileWaiting,
  explore,
  failingUpdate,
  increment,
  lostUpdate,
  read,
  readsAndWrites,
  repeatedIncrements,
  replay,
  twoKeys,
  updaterThrows,
  write,
  type Scenario,
  type StoreSource,
} from "@sync-strategies/schedule-explorer";
import { bare, BareStore, locked, LockedStore, strategyOf } from "./stores.ts";

/** Never releases the lock when an updater has thrown. */
class LockKeptOnThrow<Key, Value extends Storable> extends LockedStore<Key, Value> {
  protected override async inside<Result>(section: () => Promise<Result>): Promise<Result> {
    const result = await section();
    this.release();
    return result;
  }
}

/** Releases the lock before the updater has finished. */
class LockReleasedEarly<Key, Value extends Storable> extends LockedStore<Key, Value> {
  protected override async inside<Result>(section: () => Promise<Result>): Promise<Result> {
    const running = section();
    this.release();
    return running;
  }
}

/** Locks each key, and takes the other key's lock as well while it holds one. */
class CrossedLocks<Key, Value extends Storable> extends BareStore<Key, Value> {
  readonly #locks = new Map<unknown, Promise<unknown>>();

  override update(key: Key, updater: Updater<Value>): Promise<Value> {
    const other = key === "x" ? "y" : "x";
    return this.#locked(key, async () => {
      const next = await super.update(key, updater);
      return this.#locked(other, async () => next);
    });
  }

  async #locked<Result>(key: unknown, section: () => Promise<Result>): Promise<Result> {
    const before = this.#locks.get(key);
    const running = (async () => {
      await before;
      return section();
    })();
    this.#locks.set(key, running);
    return running;
  }
}

/** Answers reads from the value that the first read saw. */
class StaleReads<Key, Value extends Storable> extends LockedStore<Key, Value> {
  readonly #cache = new Map<Key, Value | undefined>();

  override async read(key: Key, options?: OperationOptions): Promise<Value | undefined> {
    if (!this.#cache.has(key)) this.#cache.set(key, await super.read(key, options));
    return this.#cache.get(key);
  }
}

/** Acknowledges a write, and carries it out at the next operation. */
class LateWrites<Key, Value extends Storable> extends LockedStore<Key, Value> {
  #pending: (() => Promise<void>) | undefined;

  override async write(key: Key, value: Value, options?: OperationOptions): Promise<void> {
    const earlier = this.#pending;
    this.#pending = () => super.write(key, value, options);
    await earlier?.();
  }
}

/** Rejects an aborted operation, but carries it out anyway. */
class AbortedAnyway<Key, Value extends Storable> extends LockedStore<Key, Value> {
  override write(key: Key, value: Value, options?: OperationOptions): Promise<void> {
    const signal = options?.signal;
    const written = super.write(key, value);
    return new Promise((resolve, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
      written.then(resolve, reject);
    });
  }
}

/** Rejects an update when it is aborted, even if its updater has begun. */
class AbortedMidway<Key, Value extends Storable> extends LockedStore<Key, Value> {
  override update(key: Key, updater: Updater<Value>, options?: OperationOptions): Promise<Value> {
    const signal = options?.signal;
    const updated = super.update(key, updater, options);
    return new Promise((resolve, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
      updated.then(resolve, reject);
    });
  }
}

class SwallowedError<Key, Value extends Storable> extends LockedStore<Key, Value> {
  override async update(key: Key, updater: Updater<Value>): Promise<Value> {
    return super.update(key, async (current) => {
      try {
        return await updater(current);
      } catch {
        return current!;
      }
    });
  }
}

class WrappedError<Key, Value extends Storable> extends LockedStore<Key, Value> {
  override async update(key: Key, updater: Updater<Value>): Promise<Value> {
    try {
      return await super.update(key, updater);
    } catch (error) {
      throw new Error("The update failed.", { cause: error });
    }
  }
}

class OldValueReturned<Key, Value extends Storable> extends LockedStore<Key, Value> {
  override async update(key: Key, updater: Updater<Value>): Promise<Value> {
    let before: Value | undefined;
    const after = await super.update(key, (current) => {
      before = current;
      return updater(current);
    });
    return before ?? after;
  }
}

class UpdaterIgnored<Key, Value extends Storable> extends LockedStore<Key, Value> {
  override async update(key: Key): Promise<Value> {
    return (await this.read(key))!;
  }
}

class ThrowsAtOnce<Key, Value extends Storable> extends LockedStore<Key, Value> {
  override read(): Promise<Value | undefined> {
    throw new Error("Not today.");
  }
}

class Forgets<Key, Value extends Storable> extends LockedStore<Key, Value> {
  override write(): Promise<void> {
    return new Promise(() => {});
  }
}

class ClosesEarly<Key, Value extends Storable> extends LockedStore<Key, Value> {
  override async close(): Promise<void> {
    void super.close();
  }
}

class NeverCloses<Key, Value extends Storable> extends LockedStore<Key, Value> {
  override close(): Promise<void> {
    void super.close();
    return new Promise(() => {});
  }
}

class RefusesAccepted<Key, Value extends Storable> extends LockedStore<Key, Value> {
  #isClosing = false;

  protected override async acquire(signal: AbortSignal | undefined): Promise<void> {
    await super.acquire(signal);
    if (!this.#isClosing) return;
    this.release();
    throw Object.assign(new Error("Closed."), { code: "STORE_CLOSED" });
  }

  override close(): Promise<void> {
    this.#isClosing = true;
    return super.close();
  }
}

/** Starts an update over forever, once another update has come in between. */
class StartsOver<Key, Value extends Storable> extends BareStore<Key, Value> {
  override async update(key: Key, updater: Updater<Value>): Promise<Value> {
    const before = this.values.get(key);
    await Promise.resolve();
    for (;;) {
      const next = await updater(before);
      if (Object.is(this.values.get(key), before)) {
        this.values.set(key, next);
        return next;
      }
    }
  }
}

/** Runs the updater, and ignores its outcome. */
class UpdaterForgotten<Key, Value extends Storable> extends LockedStore<Key, Value> {
  override async update(key: Key, updater: Updater<Value>): Promise<Value> {
    void updater(await this.read(key));
    return new Promise(() => {});
  }
}

class NeverContent<Key, Value extends Storable> extends LockedStore<Key, Value> {
  override update(key: Key, updater: Updater<Value>): Promise<Value> {
    return super.update(key, async (current) => {
      for (;;) await updater(current);
    });
  }
}

const abortedWrite: Scenario<number> = {
  id: "aborted-write",
  title: "A write aborted while it waits",
  question: "Does it happen all the same?",
  initial: { x: 0 },
  clients: [[increment("x")], [write("x", 9)], [abort("B")]],
};

const quickIncrements: Scenario<number> = {
  id: "quick-increments",
  title: "An update within another one's await",
  question: "Does an update that is overtaken ever end?",
  initial: { x: 0 },
  clients: [[increment("x")], [increment("x", { awaits: 0 })]],
};

const writeThenRead: Scenario<number> = {
  id: "write-then-read",
  title: "One client writes, another one reads twice",
  question: "Is what was written there to be read?",
  initial: { x: 0 },
  clients: [[write("x", 1)], [read("x"), read("x")]],
};

interface Case {
  readonly name: string;
  readonly strategy: StoreSource;
  readonly scenario: Scenario;
  readonly schedule: string;
  readonly kind: string;
  readonly explanation: string;
}

const cases: readonly Case[] = [
  {
    name: "a store without a lock",
    strategy: bare,
    scenario: lostUpdate,
    schedule: "ABBA",
    kind: "not-linearizable",
    explanation: "The increment of x by B is lost: A made 1 of the same 0, and x is 1 in the end.",
  },
  {
    name: "a lock that is released too early",
    strategy: strategyOf(LockReleasedEarly),
    scenario: lostUpdate,
    schedule: "ABBA",
    kind: "not-linearizable",
    explanation: "The increment of x by B is lost: A made 1 of the same 0, and x is 1 in the end.",
  },
  {
    name: "a lock that is kept when an updater throws",
    strategy: strategyOf(LockKeptOnThrow),
    scenario: updaterThrows,
    schedule: "AAABC",
    kind: "deadlock",
    explanation:
      "No client can continue: A waits in read x, B waits in increment x, C waits in increment x.",
  },
  {
    name: "locks that are taken in opposite order",
    strategy: strategyOf(CrossedLocks),
    scenario: twoKeys,
    schedule: "ABBA",
    kind: "deadlock",
    explanation: "No client can continue: A waits in increment x, B waits in increment y.",
  },
  {
    name: "a read from a stale cache",
    strategy: strategyOf(StaleReads),
    scenario: writeThenRead,
    schedule: "BBA",
    kind: "not-linearizable",
    explanation:
      "x is 0 in the end, though the write of 1 to x by A was done before and had put 1 there.",
  },
  {
    name: "a write that is acknowledged before it is applied",
    strategy: strategyOf(LateWrites),
    scenario: readsAndWrites,
    schedule: "AABB",
    kind: "not-linearizable",
    explanation:
      "A saw 0 in x, though the write of 1 to x by A was done before and had put 1 there.",
  },
  {
    name: "a late write among equal values, explained by what each operation saw",
    strategy: strategyOf(LateWrites),
    scenario: { ...readsAndWrites, clients: [[write("x", 0), write("x", 1), read("x")]] },
    schedule: "AAA",
    kind: "not-linearizable",
    explanation:
      "No order of the operations explains what they returned: " +
      "A's write x = 0, A's write x = 1, A's read x saw 0, and x is 0 in the end.",
  },
  {
    name: "an aborted operation that happens anyway",
    strategy: strategyOf(AbortedAnyway),
    scenario: abortedWrite,
    schedule: "ABCA",
    kind: "not-linearizable",
    explanation:
      "x is 9 in the end, which only the write of 9 to x by B can have put there, and that was rejected.",
  },
  {
    name: "an update that is aborted after it has started",
    strategy: strategyOf(AbortedMidway),
    scenario: abortWhileWaiting,
    schedule: "BC",
    kind: "threw",
    explanation: "increment x by B was rejected as aborted, though it had started before.",
  },
  {
    name: "an updater's error that is swallowed",
    strategy: strategyOf(SwallowedError),
    scenario: updaterThrows,
    schedule: "AA",
    kind: "wrong-result",
    explanation: "failing update x by A resolved, though its updater threw.",
  },
  {
    name: "an updater's error that is replaced by another one",
    strategy: strategyOf(WrappedError),
    scenario: updaterThrows,
    schedule: "AA",
    kind: "threw",
    explanation: "failing update x by A was rejected with Error (The update failed.).",
  },
  {
    name: "an update that resolves to the old value",
    strategy: strategyOf(OldValueReturned),
    scenario: lostUpdate,
    schedule: "AA",
    kind: "wrong-result",
    explanation: "increment x by A resolved to 0, but its updater returned 1.",
  },
  {
    name: "an update that runs no updater",
    strategy: strategyOf(UpdaterIgnored),
    scenario: lostUpdate,
    schedule: "A",
    kind: "wrong-result",
    explanation: "increment x by A resolved without running its updater.",
  },
  {
    name: "an updater whose error is never awaited",
    strategy: strategyOf(UpdaterForgotten),
    scenario: { ...updaterThrows, clients: [[failingUpdate("x")]] },
    schedule: "AA",
    kind: "deadlock",
    explanation: "No client can continue: A waits in failing update x.",
  },
  {
    name: "a method that throws instead of rejecting",
    strategy: strategyOf(ThrowsAtOnce),
    scenario: readsAndWrites,
    schedule: "AA",
    kind: "threw",
    explanation: "read x by A threw Error (Not today.) instead of rejecting.",
  },
  {
    name: "an operation that never settles",
    strategy: strategyOf(Forgets),
    scenario: { ...readsAndWrites, initial: {} },
    schedule: "AB",
    kind: "deadlock",
    explanation: "No client can continue: A waits in write x = 1, B waits in write x = 2.",
  },
  {
    name: "an operation that never settles before the first step",
    strategy: strategyOf(Forgets),
    scenario: readsAndWrites,
    schedule: "",
    kind: "deadlock",
    explanation: "No client waits, but the store does not answer: write x = 0 never settles.",
  },
  {
    name: "close that does not reject later operations",
    strategy: bare,
    scenario: closeWhileWaiting,
    schedule: "CAA",
    kind: "wrong-result",
    explanation: "increment x by A resolved, though the store was closed before.",
  },
  {
    name: "close that does not wait for accepted operations",
    strategy: strategyOf(ClosesEarly),
    scenario: closeWhileWaiting,
    schedule: "AC",
    kind: "wrong-result",
    explanation: "close resolved while increment x by A, accepted before, was still open.",
  },
  {
    name: "close that rejects accepted operations",
    strategy: strategyOf(RefusesAccepted),
    scenario: closeWhileWaiting,
    schedule: "ABCA",
    kind: "threw",
    explanation:
      "increment x by B was rejected as too late, though the store had accepted it before it was closed.",
  },
  {
    name: "close that never resolves",
    strategy: strategyOf(NeverCloses),
    scenario: closeWhileWaiting,
    schedule: "AABBBC",
    kind: "deadlock",
    explanation: "No client can continue: C waits in close.",
  },
  {
    name: "an update that starts over forever",
    strategy: strategyOf(StartsOver),
    scenario: quickIncrements,
    schedule: `AB${"A".repeat(198)}`,
    kind: "livelock",
    explanation: "The clients have not finished after 200 steps.",
  },
  {
    name: "an update that starts over forever without a pause",
    strategy: strategyOf(NeverContent),
    scenario: { ...quickIncrements, clients: [[increment("x", { awaits: 0 })]] },
    schedule: "A",
    kind: "livelock",
    explanation: "The updater of increment x was run 1000 times within one step.",
  },
];

describe("explore finds the smallest failing schedule of", () => {
  const unhandled: unknown[] = [];
  const collect = (reason: unknown): void => void unhandled.push(reason);
  beforeAll(() => void process.on("unhandledRejection", collect));
  afterAll(() => void process.off("unhandledRejection", collect));

  test.each(cases)("$name", async ({ strategy, scenario, schedule, kind, explanation }) => {
    const { outcome, complete, failure, switches } = await explore(scenario, strategy);
    expect(failure).toMatchObject({ schedule, kind, explanation });
    expect({ outcome, complete }).toEqual({ outcome: "failed", complete: false });
    expect(switches).toBe(failure?.switches);
    expect(failure?.steps).toHaveLength(schedule.length);
    expect(await replay(scenario, strategy, schedule)).toEqual(failure);
    expect(unhandled).toEqual([]);
  });

  test.each(cases)("$name, and finds no fault with a store that has none", async ({ scenario }) => {
    const { failure, outcome } = await explore(scenario, locked);
    expect(failure).toBeUndefined();
    expect(outcome).toBe("passed");
  });

  test("an invariant that the user defines", async () => {
    const scenario: Scenario<number> = {
      id: "own-rule",
      title: "Two writes",
      question: "Who comes last?",
      clients: [[write("x", 1)], [write("x", 2)]],
      invariant: { rule: "x is 2 in the end", holds: (state) => state.get("x") === 2 },
    };
    const { failure } = await explore(scenario, locked);
    expect(failure).toMatchObject({
      schedule: "BA",
      kind: "invariant",
      explanation: "It does not hold that x is 2 in the end: x is 1.",
    });
  });

  test("a lost update that only a second round causes", async () => {
    const { failure } = await explore(repeatedIncrements, bare);
    expect(failure?.switches).toBe(2);
  });
});

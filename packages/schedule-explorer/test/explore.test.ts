import { describe, expect, test } from "vitest";
import type { StateStore, Storable } from "@sync-strategies/state-store";
import {
  abort,
  explore,
  increment,
  lostUpdate,
  readsAndWrites,
  repeatedIncrements,
  replay,
  threeIncrements,
  read,
  update,
  write,
  writeDuringUpdate,
  type Scenario,
  type StoreSource,
} from "@sync-strategies/schedule-explorer";
import { bare, BareStore, locked, LockedStore, strategyOf } from "./stores.ts";

describe("random schedules", () => {
  test("are the same for the same seed, and differ for another", async () => {
    expect(await drawFrom(1)).toEqual(await drawFrom(1));
    expect(await drawFrom(1)).not.toEqual(await drawFrom(2));
  });

  test("reach all possible schedules", async () => {
    const all = new Set<string>();
    await explore(threeIncrements, locked, { onSchedule: (schedule) => all.add(schedule) });
    const drawn = new Set<string>();
    const result = await explore(threeIncrements, locked, {
      random: { seed: 1, schedules: 1000 },
      onSchedule: (schedule) => drawn.add(schedule),
    });
    expect(drawn).toEqual(all);
    expect(result).toEqual({
      outcome: "limited",
      schedules: 1000,
      complete: false,
      switches: undefined,
    });
  });

  test("stop at the first failure, which can be replayed", async () => {
    const { outcome, schedules, failure } = await explore(lostUpdate, bare, {
      random: { seed: 1, schedules: 1000 },
    });
    expect(outcome).toBe("failed");
    expect(schedules).toBeLessThan(1000);
    expect(await replay(lostUpdate, bare, failure!.schedule)).toEqual(failure);
  });
});

describe("stores of other kinds", () => {
  test("that need several turns of the event loop to hand over the lock get them", async () => {
    class SlowHandOver<Key, Value extends Storable> extends LockedStore<Key, Value> {
      protected override release(): void {
        setImmediate(() => setImmediate(() => super.release()));
      }
    }
    const run: string[] = [];
    const expected: string[] = [];
    const onSchedule = (schedule: string): void => void run.push(schedule);
    const { outcome } = await explore(repeatedIncrements, strategyOf(SlowHandOver), { onSchedule });
    await explore(repeatedIncrements, locked, {
      onSchedule: (schedule) => expected.push(schedule),
    });
    expect(outcome).toBe("passed");
    expect(run).toEqual(expected);
  });

  test("that are created asynchronously are waited for", async () => {
    const strategy: StoreSource = {
      createStore: async <Key, Value extends Storable>() => {
        await Promise.resolve();
        return new LockedStore<Key, Value>();
      },
    };
    expect(await explore(lostUpdate, strategy)).toMatchObject({ outcome: "passed", schedules: 4 });
  });

  test("that are never created end the exploration", async () => {
    const strategy: StoreSource = {
      createStore: <Key, Value extends Storable>() => new Promise<StateStore<Key, Value>>(() => {}),
    };
    await expect(explore(lostUpdate, strategy)).rejects.toMatchObject({
      code: "STORE_NOT_CREATED",
    });
  });

  test("that fail when created fail the exploration with that error", async () => {
    const error = new Error("No room.");
    const throwing: StoreSource = {
      createStore: () => {
        throw error;
      },
    };
    const rejecting: StoreSource = { createStore: () => Promise.reject(error) };
    await expect(explore(lostUpdate, throwing)).rejects.toBe(error);
    await expect(explore(lostUpdate, rejecting)).rejects.toBe(error);
  });

  test("that choose at random choose alike in each run, and Math.random is restored", async () => {
    const { random } = Math;
    /** Hands the lock to a waiter drawn by lot. */
    class Lottery<Key, Value extends Storable> extends BareStore<Key, Value> {
      #held = false;
      readonly #waiting: (() => void)[] = [];

      override async update(
        key: Key,
        updater: Parameters<BareStore<Key, Value>["update"]>[1],
      ): Promise<Value> {
        if (this.#held) await new Promise<void>((resolve) => this.#waiting.push(resolve));
        this.#held = true;
        try {
          return await super.update(key, updater);
        } finally {
          const drawn = Math.floor(Math.random() * this.#waiting.length);
          const [next] = this.#waiting.splice(drawn, 1);
          if (next === undefined) this.#held = false;
          else next();
        }
      }
    }
    const twice = scenarioOf([1, 2, 3].map(() => [increment("x"), increment("x")]));
    const explorations = [1, 2].map(() => explore(twice, strategyOf(Lottery)));
    const [one, other] = await Promise.all(explorations);
    expect(one).toMatchObject({ outcome: "passed", complete: true });
    expect(other).toEqual(one);
    expect(Math.random).toBe(random);
  });

  test("that end a schedule early which continued before are rejected", async () => {
    class ThrowsAtOnce<Key, Value extends Storable> extends BareStore<Key, Value> {
      override update(): Promise<Value> {
        throw new Error("Not this time.");
      }
    }
    let created = 0;
    const strategy: StoreSource = {
      createStore: <Key, Value extends Storable>() =>
        created++ < 2 ? new LockedStore<Key, Value>() : new ThrowsAtOnce<Key, Value>(),
    };
    await expect(explore(lostUpdate, strategy)).rejects.toMatchObject({
      code: "STORE_NOT_DETERMINISTIC",
    });
  });

  test("that depend on outside state are rejected", async () => {
    let created = 0;
    const strategy: StoreSource = {
      createStore: <Key, Value extends Storable>() =>
        created++ % 2 === 0 ? new BareStore<Key, Value>() : new LockedStore<Key, Value>(),
    };
    const apart = scenarioOf([[increment("x")], [increment("y")], [increment("z")]]);
    await expect(explore(apart, strategy)).rejects.toMatchObject({
      code: "STORE_NOT_DETERMINISTIC",
    });
  });
});

describe("a scenario", () => {
  test("of a client without operations has one schedule, of no steps", async () => {
    expect(await explore(scenarioOf([[]]), locked)).toEqual({
      outcome: "passed",
      schedules: 1,
      complete: true,
      switches: 0,
    });
  });

  test.each([
    ["no clients", scenarioOf([])],
    ["too many clients", scenarioOf(Array.from({ length: 27 }, () => []))],
    ["an abort of nobody", scenarioOf([[abort("B")]])],
    [
      "too many operations on one key",
      scenarioOf([Array.from({ length: 30 }, () => write("x", 1))]),
    ],
  ])("with %s is refused", async (_, refused) => {
    await expect(explore(refused, locked)).rejects.toThrow(RangeError);
    await expect(replay(refused, locked, "")).rejects.toThrow(RangeError);
  });

  test("can hold values of any kind", async () => {
    const texts: Scenario<string> = {
      id: "texts",
      title: "Two clients append to a text",
      question: "Is anything lost?",
      clients: ["a", "b"].map((text) => [
        update<string>("x", (current) => (current ?? "") + text, { name: "append" }),
      ]),
    };
    expect(await explore(texts, locked)).toMatchObject({ outcome: "passed", schedules: 4 });
    expect((await explore(texts, bare)).failure?.explanation).toBe(
      'The append of x by B is lost: A made "a" of the same –, and x is "a" in the end.',
    );
  });
});

describe("the lost operation is named for", () => {
  test("a write that an updater undid", async () => {
    expect((await explore(writeDuringUpdate, bare)).failure?.explanation).toBe(
      "The write of 10 to x by B is lost: " +
        "it was done while A's increment worked on 0, which then put 1 in its place.",
    );
  });

  test("a write that was read before an updater undid it", async () => {
    const scenario = { ...scenarioOf([[increment("x")], [write("x", 5), read("x")]]) };
    expect((await explore(scenario, bare)).failure).toMatchObject({
      schedule: "ABBA",
      explanation:
        "The write of 5 to x by B is lost: " +
        "it was done while A's increment worked on 0, which then put 1 in its place.",
    });
  });
});

test.each([
  { maximumSchedules: 0 },
  { maximumSchedules: 1.5 },
  { maximumSwitches: -1 },
  { random: { seed: 1, schedules: 0 } },
])("options that make no sense are refused: %o", async (options) => {
  await expect(explore(lostUpdate, locked, options)).rejects.toThrow(RangeError);
});

async function drawFrom(seed: number): Promise<string[]> {
  const schedules: string[] = [];
  await explore(threeIncrements, locked, {
    random: { seed, schedules: 20 },
    onSchedule: (schedule) => schedules.push(schedule),
  });
  return schedules;
}

function scenarioOf(clients: Scenario<number>["clients"]): Scenario<number> {
  return { ...readsAndWrites, clients };
}

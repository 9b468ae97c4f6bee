import { describe, expect, test } from "vitest";
import {
  InvalidScheduleError,
  lostUpdate,
  replay,
  twoKeys,
} from "@sync-strategies/schedule-explorer";
import { bare, locked, LockedStore, strategyOf } from "./stores.ts";
import type { Storable, Updater } from "@sync-strategies/state-store";

describe("replay", () => {
  test("runs exactly the given schedule", async () => {
    for (const schedule of ["AABB", "ABAB", "ABBA", "BAAB", "BABA", "BBAA"]) {
      const report = await replay(lostUpdate, bare, schedule);
      expect(report.schedule).toBe(schedule);
      expect(report.steps.map(({ client }) => client).join("")).toBe(schedule);
      const isSerial = schedule === "AABB" || schedule === "BBAA";
      expect(report.kind).toBe(isSerial ? undefined : "not-linearizable");
    }
  });

  test("continues without unnecessary switches where the schedule ends early", async () => {
    expect((await replay(lostUpdate, bare, "AB")).schedule).toBe("ABBA");
    expect((await replay(lostUpdate, bare, "")).schedule).toBe("AABB");
  });

  test("reports what each client saw, which clients wait and the state, step by step", async () => {
    const { initial, steps } = await replay(lostUpdate, locked, "ABAB");
    expect(initial).toEqual({ x: "0" });
    expect(steps).toEqual([
      {
        client: "A",
        seen: { A: "increment x: sees 0, awaits" },
        waiting: [],
        state: { x: "held by A" },
      },
      { client: "B", seen: { B: "increment x: waits" }, waiting: ["B"], state: { x: "held by A" } },
      {
        client: "A",
        seen: { A: "goes on: makes 1, done", B: "sees 1, awaits" },
        waiting: [],
        state: { x: "held by B" },
      },
      { client: "B", seen: { B: "goes on: makes 2, done" }, waiting: [], state: { x: "2" } },
    ]);
  });

  test("reports the holder of each key, where each key has its own lock", async () => {
    const { steps } = await replay(twoKeys, strategyOf(KeyLockedStore), "AB");
    expect(steps.map(({ state }) => state).slice(0, 3)).toEqual([
      { x: "held by A", y: "0" },
      { x: "held by A", y: "held by B" },
      { x: "held by A", y: "1" },
    ]);
  });

  test.each(["abba", "ABC", "A-B", "A B", "1"])("refuses %j as malformed", async (schedule) => {
    const replayed = replay(lostUpdate, bare, schedule);
    await expect(replayed).rejects.toBeInstanceOf(InvalidScheduleError);
    await expect(replayed).rejects.toMatchObject({ code: "SCHEDULE_MALFORMED" });
  });

  test.each([
    ["AAA", bare, "A has finished at step 3"],
    ["AABBA", bare, "A has finished at step 5"],
    ["ABBA", locked, "B waits for another client at step 3"],
    ["ABBA", strategyOf(neverUpdating()), "B waits for another client at step 3"],
  ] as const)("says why %s is impossible", async (schedule, strategy, why) => {
    await expect(replay(lostUpdate, strategy, schedule)).rejects.toMatchObject({
      code: "SCHEDULE_IMPOSSIBLE",
      message: `${schedule} cannot happen with this store: ${why}.`,
    });
  });
});

class KeyLockedStore<Key, Value extends Storable> extends LockedStore<Key, Value> {
  readonly #stores = new Map<Key, LockedStore<Key, Value>>();

  override read(key: Key): Promise<Value | undefined> {
    return this.#storeOf(key).read(key);
  }

  override write(key: Key, value: Value): Promise<void> {
    return this.#storeOf(key).write(key, value);
  }

  override update(key: Key, updater: Updater<Value>): Promise<Value> {
    return this.#storeOf(key).update(key, updater);
  }

  #storeOf(key: Key): LockedStore<Key, Value> {
    const store = this.#stores.get(key) ?? new LockedStore<Key, Value>();
    this.#stores.set(key, store);
    return store;
  }
}

function neverUpdating() {
  return class<Key, Value extends Storable> extends LockedStore<Key, Value> {
    override update(): Promise<Value> {
      return new Promise(() => {});
    }
  };
}

import actor from "@sync-strategies/actor-store/strategy";
import channels from "@sync-strategies/channels/strategy";
import lockPerKey from "@sync-strategies/lock-per-key-store/strategy";
import mutex from "@sync-strategies/mutex-store/strategy";
import optimistic from "@sync-strategies/optimistic-store/strategy";
import snapshot from "@sync-strategies/snapshot-store/strategy";
import type { Strategy } from "@sync-strategies/state-store";
import { brokenStores } from "@sync-strategies/state-store-testkit/broken-stores";
import unsynchronized from "@sync-strategies/unsynchronized-store/strategy";
import { describe, expect, test } from "vitest";
import { simulate, type Lane, type Simulation } from "../src/simulation/simulate.ts";
import {
  defaultSetting,
  RUN_MS,
  withinBounds,
  type SimulationSetting,
} from "../src/simulation/setting.ts";

const lanesOf = ({ lanes }: Simulation, role: Lane["role"]): Lane[] =>
  lanes.filter((lane) => lane.role === role);

const longest = (simulation: Simulation, role: Lane["role"]): number =>
  Math.max(...lanesOf(simulation, role).map(({ longestWaitMs }) => longestWaitMs));

const waited = ({ lanes }: Simulation): number =>
  lanes.reduce((sum, lane) => sum + lane.waitedMs, 0);

/** When the first reader is served. */
async function firstRead(order: SimulationSetting["order"]): Promise<number> {
  const simulation = await simulate(mutex, { ...defaultSetting, order });
  return Math.min(
    ...lanesOf(simulation, "reader").map(
      ({ operations }) => operations[0]?.completedMs ?? Infinity,
    ),
  );
}

const sharesOf = (simulation: Simulation): number[] =>
  simulation.lanes.map(({ completed }) => completed);

describe("who waits, on a virtual clock", () => {
  test.each([actor, channels, lockPerKey, optimistic, snapshot, unsynchronized])(
    "is the same each time: $id",
    async (strategy: Strategy) => {
      const once = await simulate(strategy, defaultSetting);
      expect(await simulate(strategy, defaultSetting)).toEqual(once);
      expect(sharesOf(once).every((completed) => completed > 0)).toBe(true);
    },
  );

  test("readers wait with a mutex, and never with snapshot reads", async () => {
    expect(longest(await simulate(mutex, defaultSetting), "reader")).toBeGreaterThan(5);
    expect(longest(await simulate(snapshot, defaultSetting), "reader")).toBe(0);
  });

  test("a lock per key is a mutex on one key, and waits less on many", async () => {
    const oneKey = { ...defaultSetting, keys: 1 };
    expect(sharesOf(await simulate(lockPerKey, oneKey))).toEqual(
      sharesOf(await simulate(mutex, oneKey)),
    );
    const many = await simulate(lockPerKey, { ...defaultSetting, keys: 30 });
    const few = await simulate(lockPerKey, defaultSetting);
    expect(waited(many)).toBeLessThan(waited(few) / 2);
  });

  test("an optimistic update that is overtaken shows each attempt", async () => {
    const { lanes } = await simulate(optimistic, { ...defaultSetting, keys: 1 });
    const attempts = lanes.flatMap(({ operations }) => operations.map((one) => one.attemptsMs));
    expect(Math.max(...attempts.map(({ length }) => length))).toBeGreaterThan(1);
  });

  test("the control loses updates, and its history is not linearizable", async () => {
    const { lostUpdates, verdict } = await simulate(unsynchronized, defaultSetting);
    expect(lostUpdates).toBeGreaterThan(0);
    expect(verdict).toBe("not-linearizable");
    const kept = await simulate(mutex, defaultSetting);
    expect([kept.lostUpdates, kept.verdict]).toEqual([0, "linearizable"]);
  });

  test("readers starve where changes are always served first, and nowhere else", async () => {
    const changesFirst = brokenStores.find(({ id }) => id === "changes-first")!;
    const starving = await simulate(changesFirst, defaultSetting);
    expect(lanesOf(starving, "reader").every(({ isStarved }) => isStarved)).toBe(true);
    expect(lanesOf(starving, "updater").some(({ isStarved }) => isStarved)).toBe(false);
    for (const strategy of [mutex, channels, actor, lockPerKey]) {
      const { lanes } = await simulate(strategy, defaultSetting);
      expect(
        lanes.some(({ isStarved }) => isStarved),
        strategy.id,
      ).toBe(false);
    }
  });

  test("those that call first are served first", async () => {
    expect(await firstRead("readers-first")).toBe(0);
    expect(await firstRead("updaters-first")).toBeGreaterThan(0);
    const mixed = await simulate(mutex, { ...defaultSetting, order: "mixed" });
    expect(mixed.lanes.map(({ role }) => role[0]).join("")).toBe("rrrurrurrru");
  });

  test("a store that never answers is said to, and the clock is put back", async () => {
    const deaf: Strategy = {
      ...mutex,
      createStore: () => {
        const store = mutex.createStore<never, never>();
        return Object.assign(store, { read: () => new Promise<never>(() => {}) }) as never;
      },
    };
    const { problem } = await simulate(deaf, defaultSetting);
    expect(problem).toMatch(/still waits/);
    expect((await simulate(mutex, defaultSetting)).problem).toBeUndefined();
  });

  test("draws what was called in the time that is shown, and counts the whole run", async () => {
    const { lanes } = await simulate(mutex, { ...defaultSetting, shownMs: 20 });
    const [reader] = lanes;
    expect(reader!.operations.every(({ calledMs }) => calledMs < 20)).toBe(true);
    expect(reader!.completed).toBeGreaterThan(reader!.operations.length);
  });
});

describe("a setting", () => {
  test("has each number within its bounds, and defaults for what makes no sense", () => {
    expect(withinBounds({})).toEqual(defaultSetting);
    const bent = withinBounds({
      readers: "1000",
      keys: 0,
      holdMs: "x",
      order: "none",
      shownMs: 1e9,
    });
    expect(bent).toEqual({ ...defaultSetting, readers: 20, keys: 1, shownMs: RUN_MS });
  });
});

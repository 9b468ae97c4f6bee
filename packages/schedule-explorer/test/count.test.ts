import { describe, expect, test } from "vitest";
import type { Storable } from "@sync-strategies/state-store";
import {
  explore,
  increment,
  read,
  write,
  type PlannedOperation,
  type Scenario,
  type StoreSource,
} from "@sync-strategies/schedule-explorer";
import { bare, BareStore, locked, strategyOf } from "./stores.ts";

/**
 * The expected schedules, counted without any store or promise: a client is a list of
 * operations, an operation is a number of steps.
 */
function expectedSchedules(clients: readonly (readonly number[])[], hasLock: boolean): string[] {
  const found: string[] = [];
  interface Task {
    readonly operations: readonly number[];
    /** Steps that its operation still takes; 0 between operations. */
    readonly left: number;
    readonly waits: boolean;
  }
  const visit = (tasks: readonly Task[], queue: readonly number[], schedule: string): void => {
    let isStuck = true;
    for (const [index, task] of tasks.entries()) {
      if (task.waits || (task.left === 0 && task.operations.length === 0)) continue;
      isStuck = false;
      const next = [...tasks];
      let waiting = [...queue];
      const isHeld = hasLock && tasks.some((other) => other.left > 0 && !other.waits);
      if (task.left > 0) {
        next[index] = { ...task, left: task.left - 1 };
      } else {
        const [steps = 0, ...operations] = task.operations;
        next[index] = isHeld
          ? { operations, left: steps, waits: true }
          : { operations, left: steps - 1, waits: false };
        if (isHeld) waiting.push(index);
      }
      // The lock goes to the oldest waiter, which at once continues as far as it can.
      while (waiting.length > 0 && !next.some((other) => other.left > 0 && !other.waits)) {
        const [admitted = 0, ...others] = waiting;
        next[admitted] = { ...next[admitted]!, left: next[admitted]!.left - 1, waits: false };
        waiting = others;
      }
      visit(next, waiting, schedule + "ABC"[index]!);
    }
    if (isStuck) found.push(schedule);
  };
  visit(
    clients.map((operations) => ({ operations, left: 0, waits: false })),
    [],
    "",
  );
  return found.toSorted();
}

function switchesOf(schedule: string): number {
  return schedule.split("").filter((letter, index, all) => index > 0 && letter !== all[index - 1])
    .length;
}

function scenarioOf(clients: readonly (readonly PlannedOperation<number>[])[]): Scenario<number> {
  return { id: "s", title: "A scenario", question: "?", clients };
}

/** Runs a scenario and ignores its results: only the schedules matter here. */
async function schedulesRun(
  clients: readonly (readonly PlannedOperation<number>[])[],
  strategy: StoreSource,
  maximumSwitches?: number,
): Promise<string[]> {
  const run: string[] = [];
  const result = await explore(scenarioOf(clients), strategy, {
    onSchedule: (schedule) => run.push(schedule),
    ...(maximumSwitches === undefined ? {} : { maximumSwitches }),
  });
  expect(result.failure?.explanation).toBeUndefined();
  expect(result.schedules).toBe(run.length);
  expect(result.complete).toBe(result.outcome === "passed");
  return run.toSorted();
}

/** Each client has its own key, so that even the control makes no mistake. */
const incrementsApart = (
  clientCount: number,
  operationCount: number,
): PlannedOperation<number>[][] =>
  Array.from({ length: clientCount }, (_, client) =>
    Array.from({ length: operationCount }, () => increment(`key ${client}`)),
  );

describe("explore runs every possible schedule exactly once", () => {
  test("6 for two clients of two operations of one step each", async () => {
    const clients = [
      [write("x", 1), read("x")],
      [write("x", 2), read("x")],
    ];
    const expected = expectedSchedules(
      [
        [1, 1],
        [1, 1],
      ],
      false,
    );
    expect(expected).toHaveLength(6);
    expect(await schedulesRun(clients, bare)).toEqual(expected);
    expect(await schedulesRun(clients, locked)).toEqual(expected);
  });

  test("70 for two clients of two updates of two steps each, if no client waits", async () => {
    const expected = expectedSchedules(
      [
        [2, 2],
        [2, 2],
      ],
      false,
    );
    expect(expected).toHaveLength(70);
    expect(await schedulesRun(incrementsApart(2, 2), bare)).toEqual(expected);
  });

  test("fewer behind a lock, since a waiting client offers no step", async () => {
    const expected = expectedSchedules(
      [
        [2, 2],
        [2, 2],
      ],
      true,
    );
    expect(expected).toHaveLength(28);
    expect(await schedulesRun(incrementsApart(2, 2), locked)).toEqual(expected);
  });

  test("1,680 for three clients of three steps, if no client waits", async () => {
    const clients = ["x", "y", "z"].map((key) => [increment(key, { awaits: 2 })]);
    const expected = expectedSchedules([[3], [3], [3]], false);
    expect(expected).toHaveLength(1680);
    expect(await schedulesRun(clients, bare)).toEqual(expected);
  });

  test("as many as the model predicts for different clients with a lock", async () => {
    const clients = [
      [increment("x", { awaits: 2 }), read("x")],
      [write("x", 7), increment("x")],
      [read("x"), increment("x", { awaits: 0 })],
    ];
    const expected = expectedSchedules(
      [
        [3, 1],
        [1, 2],
        [1, 1],
      ],
      true,
    );
    expect(expected.length).toBeGreaterThan(100);
    expect(await schedulesRun(clients, locked)).toEqual(expected);
  });

  test.each([0, 1, 2, 3, 4, 7])("with at most %i switches, if told so", async (maximum) => {
    const all = expectedSchedules(
      [
        [2, 2],
        [2, 2],
      ],
      true,
    );
    const expected = all.filter((schedule) => switchesOf(schedule) <= maximum);
    expect(await schedulesRun(incrementsApart(2, 2), locked, maximum)).toEqual(expected);
  });
});

describe("an exploration reports how much it covers", () => {
  const clients = incrementsApart(2, 2);

  test("all: it is complete, and reports the largest number of switches", async () => {
    expect(await explore(scenarioOf(clients), bare)).toEqual({
      outcome: "passed",
      schedules: 70,
      complete: true,
      switches: 7,
    });
  });

  test("a bound on switches: every schedule within it", async () => {
    expect(await explore(scenarioOf(clients), bare, { maximumSwitches: 3 })).toEqual({
      outcome: "limited",
      schedules: 2 + 6 + 18,
      complete: false,
      switches: 3,
    });
  });

  test.each([1, 3, 7, 8, 20, 50, 89])("a limit of %i: the switches it claims", async (limit) => {
    const run: string[] = [];
    const three = incrementsApart(3, 1);
    const { outcome, schedules, complete, switches } = await explore(scenarioOf(three), bare, {
      maximumSchedules: limit,
      onSchedule: (schedule) => run.push(schedule),
    });
    expect({ outcome, schedules, complete }).toEqual({
      outcome: "limited",
      schedules: limit,
      complete: false,
    });
    const all = expectedSchedules([[2], [2], [2]], false);
    expect(all).toHaveLength(90);
    const within = all.filter((schedule) => switchesOf(schedule) <= (switches ?? -1));
    expect(run).toEqual(expect.arrayContaining(within));
    expect(new Set(run).size).toBe(limit);
  });

  test("a limit: no switches where a schedule with none, not run yet, would fail", async () => {
    class NoTwoFirst<Key, Value extends Storable> extends BareStore<Key, Value> {
      override async write(key: Key, value: Value): Promise<void> {
        if (Object.is(value, 2) && this.values.size === 0) throw new Error("Not two.");
        await super.write(key, value);
      }
    }
    const writes = scenarioOf([[write("x", 1)], [write("x", 2)]]);
    const strategy = strategyOf(NoTwoFirst);
    expect(await explore(writes, strategy, { maximumSchedules: 1 })).toMatchObject({
      outcome: "limited",
      switches: undefined,
    });
    expect(await explore(writes, strategy)).toMatchObject({
      failure: { schedule: "B", switches: 0 },
    });
  });

  test("a limit that is just enough: all", async () => {
    const { outcome, complete } = await explore(scenarioOf(clients), bare, {
      maximumSchedules: 70,
    });
    expect({ outcome, complete }).toEqual({ outcome: "passed", complete: true });
  });
});

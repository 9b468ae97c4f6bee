import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { nextTurn, turnIfDue } from "@sync-strategies/event-loop";

let now = 0;
let readings = 0;
beforeEach(async () => {
  await nextTurn();
  vi.spyOn(performance, "now").mockImplementation(() => {
    readings += 1;
    return now;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Takes steps until a turn is due, and returns how many that took. */
function stepsUntilDue(): number {
  for (let steps = 1; steps < 1000; steps += 1) if (turnIfDue() !== undefined) return steps;
  return Infinity;
}

/** Takes steps until the clock is read, and returns how many that took. */
function stepsUntilRead(): number {
  const before = readings;
  for (let steps = 1; ; steps += 1) {
    void turnIfDue();
    if (readings > before || steps > 1000) return steps;
  }
}

test("no turn is due while the clock stands still", () => {
  expect(stepsUntilDue()).toBe(Infinity);
});

test("a turn is due ten milliseconds after the first reading, as one step of 64 finds out", () => {
  stepsUntilDue();
  now += 9.9;
  expect(stepsUntilDue()).toBe(Infinity);
  now += 0.1;
  expect(stepsUntilDue()).toBeLessThanOrEqual(64);
});

test("a turn that is due is due for every task, until it comes", async () => {
  stepsUntilDue();
  now += 10;
  stepsUntilDue();
  expect(stepsUntilDue()).toBe(1);
  for (let step = 0; step < 100; step += 1) await Promise.resolve();
  expect(stepsUntilDue()).toBe(1);
  await turnIfDue();
  expect(stepsUntilDue()).toBe(Infinity);
});

test("a turn is not due when the event loop has had one, however long ago", async () => {
  stepsUntilDue();
  now += 10;
  await nextTurn();
  now += 1000;
  expect(stepsUntilDue()).toBe(Infinity);
});

test("tasks that pause when a turn is due let timers ring", async () => {
  const alarm = { hasRung: false };
  setTimeout(() => (alarm.hasRung = true), 0);
  while (!alarm.hasRung) {
    now += 1;
    // Without its pauses, this loop would never end.
    await (turnIfDue() ?? Promise.resolve());
  }
  expect(alarm.hasRung).toBe(true);
});

test("a step that need not pause makes no promise", () => {
  expect(turnIfDue()).toBeUndefined();
});

test("the clock is read once in 64 steps", () => {
  stepsUntilRead();
  expect([stepsUntilRead(), stepsUntilRead()]).toEqual([64, 64]);
});

test("a turn that is due stays due until it comes, even if the clock is put back", async () => {
  stepsUntilDue();
  now += 10;
  stepsUntilDue();
  now -= 10;
  expect(stepsUntilDue()).toBe(1);
  await turnIfDue();
});

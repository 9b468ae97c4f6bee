import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { TurnBudget } from "@sync-strategies/event-loop";

let now = 0;
beforeEach(() => {
  vi.spyOn(performance, "now").mockImplementation(() => now);
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Spends steps until the budget is spent, and returns how many that took. */
function stepsToSpend(budget: TurnBudget): number {
  for (let steps = 1; steps < 1000; steps += 1) if (budget.spendStep()) return steps;
  return Infinity;
}

test("a budget lasts while the clock stands still", () => {
  expect(stepsToSpend(new TurnBudget())).toBe(Infinity);
});

test("a budget is spent after ten milliseconds, as one step of 64 finds out", () => {
  const budget = new TurnBudget();
  now += 9.9;
  expect(stepsToSpend(budget)).toBe(Infinity);
  now += 0.1;
  expect(stepsToSpend(budget)).toBeLessThanOrEqual(64);
});

test("a budget that is spent stays so until its task has stepped aside", async () => {
  const budget = new TurnBudget();
  now += 10;
  expect(stepsToSpend(budget)).toBe(64);
  expect(stepsToSpend(budget)).toBe(64);
  await budget.stepAside();
  expect(stepsToSpend(budget)).toBe(Infinity);
});

test("stepping aside lets the event loop turn, and its time is not the task's", async () => {
  const budget = new TurnBudget();
  let turned = false;
  setImmediate(() => {
    turned = true;
    now += 50;
  });
  await budget.stepAside();
  expect(turned).toBe(true);
  expect(stepsToSpend(budget)).toBe(Infinity);
});

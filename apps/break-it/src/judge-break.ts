/** Compares the result of a break with what the break names: exactly these tests, and this schedule. */
import { InvalidScheduleError, replay, scenarios } from "@sync-strategies/schedule-explorer";
import { isShared, type SharedStrategy, type Strategy } from "@sync-strategies/state-store";
import type { Break } from "@sync-strategies/state-store-testkit/breaks";
import type { Examination, FailedSchedule } from "./examination.ts";

/**
 * The failing schedule that shows the break: that of the plainest scenario in which the unbroken
 * store takes the same steps without harm. (The control goes wrong in most of them by itself.)
 */
export async function findTellingSchedule(
  unbroken: Strategy | SharedStrategy,
  { failedSchedules }: Pick<Examination, "failedSchedules">,
): Promise<FailedSchedule | undefined> {
  // A schedule orders the steps of one event loop, and threads run at the same time.
  if (isShared(unbroken)) return undefined;
  for (const failed of failedSchedules) {
    if (!(await failsToo(unbroken, failed))) return failed;
  }
  return undefined;
}

async function failsToo(unbroken: Strategy, failed: FailedSchedule): Promise<boolean> {
  const scenario = scenarios.find(({ id }) => id === failed.scenario);
  if (scenario === undefined) throw new RangeError(`There is no scenario "${failed.scenario}".`);
  try {
    const { kind } = await replay(scenario, unbroken, failed.failure.schedule);
    return kind !== undefined;
  } catch (error) {
    // The unbroken store makes a client wait where these steps do not.
    if (error instanceof InvalidScheduleError) return false;
    throw error;
  }
}

/** One line per difference from what the break names. */
export function differencesOf(
  {
    caughtBy,
    mayBeCaughtBy = [],
    schedule,
  }: Pick<Break, "caughtBy" | "mayBeCaughtBy" | "schedule">,
  { failedTests }: Pick<Examination, "failedTests">,
  telling: FailedSchedule | undefined,
): string[] {
  if (failedTests.length === 0) return ["No test of the contract caught it."];
  const passed = caughtBy.filter((name) => !failedTests.includes(name));
  const named = new Set([...caughtBy, ...mayBeCaughtBy]);
  const unnamed = failedTests.filter((name) => !named.has(name));
  const expected = "none" in schedule ? "none" : `${schedule.scenario} ${schedule.steps}`;
  const found = telling === undefined ? "none" : `${telling.scenario} ${telling.failure.schedule}`;
  return [
    ...passed.map((name) => `Named, but passed: ${name}`),
    ...unnamed.map((name) => `Failed, but not named: ${name}`),
    ...(found === expected ? [] : [`Smallest failing schedule: ${found}, but named: ${expected}.`]),
  ];
}

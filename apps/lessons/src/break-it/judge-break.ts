/** Whether a break was caught as it must be: by exactly the tests, and the schedule, named for it. */
import type { Break } from "@sync-strategies/state-store-testkit/breaks";
import type { Examination } from "./examination.ts";

/** One line for each difference; none if all is as it must be. */
export function differencesOf(
  { caughtBy, schedule }: Pick<Break, "caughtBy" | "schedule">,
  { failedTests, smallest }: Pick<Examination, "failedTests" | "smallest">,
): string[] {
  const missed = caughtBy.filter((name) => !failedTests.includes(name));
  const unnamed = failedTests.filter((name) => !caughtBy.includes(name));
  const expected = "none" in schedule ? "none" : `${schedule.scenario} ${schedule.steps}`;
  const found =
    smallest === undefined ? "none" : `${smallest.scenario} ${smallest.failure.schedule}`;
  return [
    ...(failedTests.length === 0 ? ["No test of the contract caught it."] : []),
    ...(failedTests.length === 0 ? [] : missed.map((name) => `Named, but passed: ${name}`)),
    ...unnamed.map((name) => `Failed, but not named: ${name}`),
    ...(found === expected ? [] : [`Smallest failing schedule: ${found}, not ${expected}.`]),
  ];
}

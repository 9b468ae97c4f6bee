import { InvalidScheduleError } from "./errors.ts";
import { reportRun, type ScheduleReport } from "./report.ts";
import { withRepeatableChance } from "./repeatable-chance.ts";
import { runSchedule, withoutNeed } from "./run-schedule.ts";
import { defaultLimits, type Run, type RunLimits, type StoreSource } from "./run.ts";
import { assertScenario, clientLetter, type Scenario } from "./scenario.ts";
import { parseSchedule } from "./schedule.ts";

/**
 * Runs one schedule, as reported by `explore`, on a fresh store. If the string ends before the
 * run does, the run continues and switches only when necessary.
 *
 * Rejects with {@link InvalidScheduleError} if the string is not a schedule of the scenario
 * (`SCHEDULE_MALFORMED`), or if this store does not allow it (`SCHEDULE_IMPOSSIBLE`).
 */
export async function replay(
  scenario: Scenario,
  strategy: StoreSource,
  schedule: string,
  options: { readonly limits?: Partial<RunLimits> } = {},
): Promise<ScheduleReport> {
  assertScenario(scenario);
  const steps = parseSchedule(scenario, schedule);
  const limits = { ...defaultLimits, ...options.limits };
  return withRepeatableChance(async () => {
    const run = await runSchedule(scenario, strategy, limits, (choices, current) => {
      const next = steps[current.schedule.length];
      if (next === undefined) return withoutNeed(choices, current);
      if (choices.includes(next)) return next;
      throw impossible(schedule, current, next);
    });
    // The run is over before the schedule: its next client cannot take a step.
    if (run!.schedule.length < steps.length) {
      throw impossible(schedule, run!, steps[run!.schedule.length]!);
    }
    return reportRun(scenario, strategy, limits, run!);
  });
}

export function impossible(schedule: string, run: Run, client: number): InvalidScheduleError {
  const why = run.isWaiting(client)
    ? "waits for another client"
    : run.fault === undefined
      ? "has finished"
      : "finds the run over";
  const where = `${clientLetter(client)} ${why} at step ${run.schedule.length + 1}`;
  return new InvalidScheduleError(
    "SCHEDULE_IMPOSSIBLE",
    `${schedule} cannot happen with this store: ${where}.`,
  );
}

import { Run, type RunLimits, type Standstills, type StoreSource } from "./run.ts";
import type { Scenario } from "./scenario.ts";

/**
 * Chooses the client of the next step among those that can take one. Undefined abandons the run.
 */
export type Scheduler = (choices: readonly number[], run: Run) => number | undefined;

/**
 * Runs a scenario on a fresh store to its end and judges it. Undefined if the run was abandoned.
 *
 * @param standstills shared by the runs of one exploration.
 */
export async function runSchedule(
  scenario: Scenario,
  source: StoreSource,
  limits: RunLimits,
  schedule: Scheduler,
  standstills?: Standstills,
): Promise<Run | undefined> {
  const run = await Run.start(scenario, source, limits, standstills);
  for (let choices = run.choices(); choices.length > 0; choices = run.choices()) {
    const next = schedule(choices, run);
    if (next === undefined) return undefined;
    await run.step(next);
  }
  await run.finish();
  run.release();
  return run;
}

/** Continues with the client of the last step if it can take one, else with the first that can. */
export function withoutNeed(choices: readonly number[], run: Run): number {
  return choices.includes(run.previous) ? run.previous : choices[0]!;
}

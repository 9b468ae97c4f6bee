/**
 * Every schedule of a scenario with its verdict: where `explore` stops at the first failure, this
 * goes on, to say how many of all schedules fail.
 */
import type { FailureKind } from "./fault.ts";
import { Frontier, notDeterministic } from "./frontier.ts";
import { withRepeatableChance } from "./repeatable-chance.ts";
import { runSchedule } from "./run-schedule.ts";
import { defaultLimits, type RunLimits, type Standstills, type StoreSource } from "./run.ts";
import { assertScenario, type Scenario } from "./scenario.ts";

export interface JudgedSchedule {
  readonly schedule: string;
  readonly switches: number;
  /** Undefined if the schedule passes. */
  readonly kind: FailureKind | undefined;
}

export interface AllSchedules {
  /** By growing number of switches, none twice. */
  readonly schedules: readonly JudgedSchedule[];
  /** Whether these are all schedules that the store allows. */
  readonly complete: boolean;
}

/**
 * Runs every schedule once on a fresh store each, at most `maximumSchedules` of them (10,000 by
 * default).
 *
 * Rejects as `explore` does.
 */
export async function exploreAll(
  scenario: Scenario,
  strategy: StoreSource,
  options: {
    readonly maximumSchedules?: number;
    readonly limits?: Partial<RunLimits>;
    readonly onSchedule?: (judged: JudgedSchedule) => void;
  } = {},
): Promise<AllSchedules> {
  assertScenario(scenario);
  const { maximumSchedules = 10_000, onSchedule } = options;
  const limits = { ...defaultLimits, ...options.limits };
  return withRepeatableChance(async () => {
    const frontier = new Frontier(Number.POSITIVE_INFINITY);
    const schedules: JudgedSchedule[] = [];
    const standstills: Standstills = new Set();
    while (frontier.switches !== undefined) {
      if (schedules.length >= maximumSchedules) return { schedules, complete: false };
      const prefix = frontier.take();
      const scheduler = frontier.schedulerOf(prefix);
      const run = await runSchedule(scenario, strategy, limits, scheduler, standstills);
      if (run === undefined) continue;
      if (run.schedule.length < prefix.length) throw notDeterministic(prefix, run.schedule.length);
      const { schedule, switches, fault } = run;
      const judged = { schedule, switches, kind: fault?.kind };
      schedules.push(judged);
      onSchedule?.(judged);
    }
    const inOrder = schedules.toSorted((one, other) => one.switches - other.switches);
    return { schedules: inOrder, complete: true };
  });
}

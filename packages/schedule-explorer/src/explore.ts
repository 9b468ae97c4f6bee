/**
 * Systematic exploration of schedules: stateless model checking by replaying prefixes.
 *
 * A *schedule* names the client of each step. A *switch* is a step by another client than the
 * previous step's, whether or not that client could have continued. Schedules run by increasing
 * number of switches, because most faults need few of them: the idea is CHESS's (Musuvathi and Qadeer,
 * *Iterative Context Bounding for Systematic Testing of Multithreaded Programs*, PLDI 2007),
 * which Lincheck (Koval and others, CAV 2023) also follows. Unlike there, a forced
 * switch counts too, so the count depends on the string alone.
 */
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { Frontier, notDeterministic } from "./frontier.ts";
import { withRepeatableChance } from "./repeatable-chance.ts";
import { reportFailure, type ScheduleFailure } from "./report.ts";
import { runSchedule, type Scheduler } from "./run-schedule.ts";
import {
  defaultLimits,
  type Run,
  type RunLimits,
  type Standstills,
  type StoreSource,
} from "./run.ts";
import { assertScenario, type Scenario } from "./scenario.ts";

export interface ExploreOptions {
  /** Stop after this many schedules, by default 100,000. Random mode has its own number. */
  readonly maximumSchedules?: number;
  /** Leave out schedules with more switches. Unbounded by default. */
  readonly maximumSwitches?: number;
  /** Run this many schedules, drawn from the seed, instead of all in order of switches. */
  readonly random?: { readonly seed: number; readonly schedules: number };
  readonly limits?: Partial<RunLimits>;
  /** Called after each schedule has been run. */
  readonly onSchedule?: (schedule: string) => void;
}

export interface Exploration {
  /** `limited`: all schedules that were run passed, but some were not run. */
  readonly outcome: "passed" | "failed" | "limited";
  /** How many schedules were run, each from its first step to its last on a fresh store. */
  readonly schedules: number;
  /** Whether these were all schedules. */
  readonly complete: boolean;
  /**
   * Every schedule with at most this many switches was run and passed; undefined if that is true
   * of no number, as in random mode. Of a failed exploration: the switches of the failing schedule.
   */
  readonly switches: number | undefined;
  readonly failure?: ScheduleFailure;
}

/**
 * Runs a scenario under every possible schedule, until one fails.
 *
 * Schedules run by increasing number of switches, each once, so the failure found has the fewest
 * switches of all (unless `maximumSchedules` ends the search early). The store decides which
 * schedules are possible: a waiting client offers no step.
 *
 * Meanwhile `Math.random` is replaced by a stream of numbers that is the same in each run.
 *
 * Rejects with {@link UnexplorableStoreError} if the store cannot be explored, with the error of
 * `createStore`, and with RangeError for an invalid scenario or option. It cannot stop a store
 * that never yields the processor: by a loop without an await, or by one that awaits only settled
 * promises.
 */
export async function explore(
  scenario: Scenario,
  strategy: StoreSource,
  options: ExploreOptions = {},
): Promise<Exploration> {
  assertScenario(scenario);
  const { maximumSchedules = 100_000, maximumSwitches = Number.POSITIVE_INFINITY } = options;
  assertCount("maximumSchedules", maximumSchedules, 1);
  assertCount("maximumSwitches", maximumSwitches, 0);
  const limits = { ...defaultLimits, ...options.limits };
  const { random } = options;
  if (random !== undefined) assertCount("random.schedules", random.schedules, 1);
  const standstills: Standstills = new Set();
  const execute: Execute = async (scheduler) => {
    const run = await runSchedule(scenario, strategy, limits, scheduler, standstills);
    if (run !== undefined) options.onSchedule?.(run.schedule);
    return run;
  };
  return withRepeatableChance(async () => {
    const { failed, ...result } =
      random === undefined
        ? await exploreBySwitches(execute, maximumSchedules, maximumSwitches)
        : await exploreAtRandom(execute, random.seed, random.schedules);
    if (failed === undefined) return result;
    return { ...result, failure: await reportFailure(scenario, strategy, limits, failed) };
  });
}

/** Runs one schedule; undefined if the scheduler abandoned it. */
type Execute = (scheduler: Scheduler) => Promise<Run | undefined>;

/** The result, before the failed run is reported. */
type Search = Omit<Exploration, "failure"> & { readonly failed?: Run };

async function exploreBySwitches(
  execute: Execute,
  maximumSchedules: number,
  maximumSwitches: number,
): Promise<Search> {
  const frontier = new Frontier(maximumSwitches);
  let schedules = 0;
  let mostSwitches = 0;
  /** The failed run with the fewest switches so far. */
  let failed: Run | undefined;
  for (;;) {
    const { switches } = frontier;
    const isSmallest = switches === undefined || switches >= (failed?.switches ?? Infinity);
    if (failed !== undefined && (isSmallest || schedules === maximumSchedules)) {
      return failedAfter(schedules, failed);
    }
    if (switches === undefined) {
      return frontier.isCut
        ? { outcome: "limited", schedules, complete: false, switches: maximumSwitches }
        : { outcome: "passed", schedules, complete: true, switches: mostSwitches };
    }
    if (schedules === maximumSchedules) {
      const covered = switches === 0 ? undefined : switches - 1;
      return { outcome: "limited", schedules, complete: false, switches: covered };
    }
    const prefix = frontier.take();
    const run = await execute(frontier.schedulerOf(prefix));
    if (run === undefined) continue;
    if (run.schedule.length < prefix.length) throw notDeterministic(prefix, run.schedule.length);
    schedules++;
    mostSwitches = Math.max(mostSwitches, run.switches);
    if (run.fault !== undefined && run.switches < (failed?.switches ?? Infinity)) failed = run;
  }
}

/** Draws each step among the clients that can take one. A schedule may be drawn twice. */
async function exploreAtRandom(execute: Execute, seed: number, count: number): Promise<Search> {
  const generator = xoroshiro128plus(seed);
  const draw: Scheduler = (choices) => choices[uniformInt(generator, 0, choices.length - 1)];
  for (let schedules = 1; schedules <= count; schedules++) {
    const run = await execute(draw);
    if (run?.fault !== undefined) return failedAfter(schedules, run);
  }
  return { outcome: "limited", schedules: count, complete: false, switches: undefined };
}

function failedAfter(schedules: number, failed: Run): Search {
  const { switches } = failed;
  return { outcome: "failed", schedules, complete: false, switches, failed };
}

function assertCount(name: string, count: number, least: number): void {
  const isCount = Number.isSafeInteger(count) || count === Number.POSITIVE_INFINITY;
  if (!isCount || count < least) {
    throw new RangeError(`${name} must be a whole number of at least ${least}, not ${count}`);
  }
}

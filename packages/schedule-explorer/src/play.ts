/**
 * A scenario stopped between two steps, for a reader who chooses the next one: who can take a
 * step, who waits and for whom, and what has been seen so far.
 *
 * A position is named by the schedule that leads to it, and reached by running that on a fresh
 * store. So nothing has to be kept between two steps, and a step back is a shorter schedule.
 */
import { withRepeatableChance } from "./repeatable-chance.ts";
import { impossible } from "./replay.ts";
import { reportRun, type ScheduleReport } from "./report.ts";
import { defaultLimits, Run, type RunLimits, type StoreSource } from "./run.ts";
import {
  assertScenario,
  clientLetter,
  describeOperation,
  describeValue,
  type Scenario,
} from "./scenario.ts";
import { parseSchedule } from "./schedule.ts";

export interface Position extends Omit<ScheduleReport, "explanation"> {
  /** The letters of the clients that can take the next step; none once the run is over. */
  readonly choices: readonly string[];
  /** The clients as they are now, in order. */
  readonly now: readonly ClientNow[];
  /** What went wrong, or that nothing did; undefined while a client can take a step. */
  readonly explanation: string | undefined;
}

export interface ClientNow {
  readonly client: string;
  /**
   * `"ready"`: it can call its operation. `"awaits"`: its updater awaits, and can continue.
   * `"waits"`: its call is open, and only another client's step can advance it. `"finished"`: it
   * has no operation left.
   */
  readonly state: "ready" | "awaits" | "waits" | "finished";
  /** The place in the client's list, from 0, of the operation that it has called or calls next. */
  readonly operation: number;
  /** That operation in words; undefined once it has finished. */
  readonly action: string | undefined;
  /** What the updater of the open operation was given, in words. */
  readonly sees: string | undefined;
  /** How often the updater of the open operation was run. */
  readonly attempts: number;
  /** The clients whose updaters await, where this client waits: those of its key, if there are any. */
  readonly waitsFor: readonly string[];
  /** Its place among the clients that wait, in the order of their calls, from 0. */
  readonly placeInLine: number | undefined;
}

/**
 * Runs a prefix of a schedule on a fresh store, and no further. A run in which no client can take
 * another step is judged.
 *
 * Rejects with {@link InvalidScheduleError}, as `replay` does.
 */
export async function play(
  scenario: Scenario,
  strategy: StoreSource,
  prefix: string,
  options: { readonly limits?: Partial<RunLimits> } = {},
): Promise<Position> {
  assertScenario(scenario);
  const steps = parseSchedule(scenario, prefix);
  const limits = { ...defaultLimits, ...options.limits };
  return withRepeatableChance(async () => {
    const run = await Run.start(scenario, strategy, limits);
    for (const next of steps) {
      if (!run.canStep(next)) throw impossible(prefix, run, next);
      await run.step(next);
    }
    const choices = run.choices().map(clientLetter);
    const now = clientsOf(scenario, run);
    const isOver = choices.length === 0;
    if (isOver) await run.finish();
    run.release();
    const { explanation, ...report } = await reportRun(scenario, strategy, limits, run);
    return { ...report, choices, now, explanation: isOver ? explanation : undefined };
  });
}

function clientsOf(scenario: Scenario, run: Run): ClientNow[] {
  const line = scenario.clients
    .map((_, index) => index)
    .filter((index) => run.isWaiting(index))
    .toSorted((one, other) => calledAt(run, one) - calledAt(run, other));
  return scenario.clients.map((operations, index) => {
    const call = run.openCall(index);
    const operation = run.nextOperation(index) - (call === undefined ? 0 : 1);
    const planned = operations[operation];
    const place = line.indexOf(index);
    return {
      client: clientLetter(index),
      state: stateOf(run, index, planned !== undefined),
      operation,
      action: planned && describeOperation(planned),
      sees: call !== undefined && call.updaterRuns > 0 ? lastSeen(run, index) : undefined,
      attempts: call?.updaterRuns ?? 0,
      waitsFor: place < 0 ? [] : holdersFor(run, index).map(clientLetter),
      placeInLine: place < 0 ? undefined : place,
    };
  });
}

function stateOf(run: Run, index: number, hasMore: boolean): ClientNow["state"] {
  if (run.isWaiting(index)) return "waits";
  if (run.holders().includes(index)) return "awaits";
  return hasMore ? "ready" : "finished";
}

function calledAt(run: Run, index: number): number {
  return run.openCall(index)?.calledAt ?? Number.POSITIVE_INFINITY;
}

function lastSeen(run: Run, index: number): string | undefined {
  const given = run.events.findLast(
    ({ client, kind }) => client === index && kind === "updater-called",
  );
  return given && describeValue(given.value);
}

/** Of several clients whose updaters await, those with the same key: others hold nothing it needs. */
function holdersFor(run: Run, index: number): number[] {
  const holders = run.holders();
  const key = run.openKey(index);
  const ofKey = holders.filter((holder) => run.openKey(holder) === key);
  return ofKey.length > 0 ? ofKey : holders;
}

/**
 * A report of a schedule, step by step, with the state after each step.
 *
 * Reading the state is an operation too, and would disturb the run. So each state is read in a
 * separate run: the schedule up to that step on a fresh store, then the reads, after which that
 * run is discarded. For a key that does not answer, the report names its holder, if it has one.
 */
import type { RunEvent } from "./history.ts";
import { isClosedError } from "./judge.ts";
import type { FailureKind } from "./fault.ts";
import { Run, type RunLimits, type StoreSource } from "./run.ts";
import {
  clientIndex,
  clientLetters,
  describeOperation,
  describeValue,
  scenarioKeys,
  type Scenario,
} from "./scenario.ts";

export interface ScheduleStep {
  /** The client that took the step. */
  readonly client: string;
  /** What each client did and saw in the step, by letter; clients without events are omitted. */
  readonly seen: Readonly<Record<string, string>>;
  /** The clients that wait for another client's step afterwards. */
  readonly waiting: readonly string[];
  /** What each key holds afterwards, in words: a value, "held by A", or "?". */
  readonly state: Readonly<Record<string, string>>;
}

export interface ScheduleReport {
  /** The scenario's title. */
  readonly title: string;
  /** The clients in the order of their steps, for example "ABBA": the input of `replay`. */
  readonly schedule: string;
  readonly switches: number;
  readonly clients: readonly string[];
  readonly keys: readonly string[];
  /** What each key holds before the first step. */
  readonly initial: Readonly<Record<string, string>>;
  readonly steps: readonly ScheduleStep[];
  /** Undefined if the schedule passes. */
  readonly kind: FailureKind | undefined;
  /** What went wrong, or that nothing did, in one or two sentences. */
  readonly explanation: string;
}

export interface ScheduleFailure extends ScheduleReport {
  readonly kind: FailureKind;
}

/** Reports a run that has ended. */
export async function reportRun(
  scenario: Scenario,
  source: StoreSource,
  limits: RunLimits,
  run: Run,
): Promise<ScheduleReport> {
  const { schedule, switches, fault } = run;
  const before = await lookAt(scenario, source, limits, "");
  const steps: ScheduleStep[] = [];
  for (let length = 1; length <= schedule.length; length++) {
    const { state, waiting } = await lookAt(scenario, source, limits, schedule.slice(0, length));
    const events = run.events.filter((event) => event.step === length);
    const client = schedule.charAt(length - 1);
    steps.push({ client, seen: tellEvents(scenario, events, waiting), waiting, state });
  }
  return {
    title: scenario.title,
    schedule,
    switches,
    clients: clientLetters(scenario),
    keys: scenarioKeys(scenario),
    initial: before.state,
    steps,
    kind: fault?.kind,
    explanation: fault?.explanation ?? "Nothing is wrong with this schedule.",
  };
}

export async function reportFailure(
  scenario: Scenario,
  source: StoreSource,
  limits: RunLimits,
  run: Run,
): Promise<ScheduleFailure> {
  const report = await reportRun(scenario, source, limits, run);
  const { kind } = report;
  if (kind === undefined) throw new TypeError("The run did not fail.");
  return { ...report, kind };
}

/** The state after a prefix of a schedule, as a client sees it, and the waiting clients. */
async function lookAt(
  scenario: Scenario,
  source: StoreSource,
  limits: RunLimits,
  prefix: string,
): Promise<{ state: Record<string, string>; waiting: string[] }> {
  const letters = clientLetters(scenario);
  const run = await Run.start(scenario, source, limits);
  for (const letter of prefix) {
    const client = clientIndex(scenario, letter);
    if (run.canStep(client)) await run.step(client);
  }
  const waiting = letters.filter((_, index) => run.isWaiting(index));
  const holders = run.holders();
  const holdersOf = (key: string): number[] => {
    const ofKey = holders.filter((index) => run.openKey(index) === key);
    return ofKey.length > 0 ? ofKey : holders;
  };
  const state: Record<string, string> = {};
  for (const [key, answer] of await run.observe(scenarioKeys(scenario))) {
    const [holder, ...others] = holdersOf(key);
    if (answer.outcome === "resolved") state[key] = describeValue(answer.result);
    else if (answer.outcome === "rejected")
      state[key] = isClosedError(answer.result) ? "closed" : "?";
    else
      state[key] = holder === undefined || others.length > 0 ? "?" : `held by ${letters[holder]}`;
  }
  return { state, waiting };
}

/** What one step's events were for each client, as "increment x: sees 0, awaits". */
function tellEvents(
  scenario: Scenario,
  events: readonly RunEvent[],
  waiting: readonly string[],
): Record<string, string> {
  const seen: Record<string, string> = {};
  for (const [index, letter] of clientLetters(scenario).entries()) {
    const [first, ...rest] = events.filter(({ client }) => client === index);
    if (first === undefined) continue;
    const phrases = tellFirst(rest);
    if (waiting.includes(letter)) phrases.push("waits");
    const isAction = first.kind === "called" || first.kind === "continued";
    const separator = phrases.length === 0 ? "" : isAction ? ": " : ", ";
    seen[letter] = tellEvent(first) + separator + phrases.join(", ");
  }
  return seen;
}

/** The events up to the second operation that follows in the same step, and how many more do. */
function tellFirst(events: readonly RunEvent[]): string[] {
  const calls = [...events.keys()].filter((index) => events[index]!.kind === "called");
  const [, end] = calls;
  if (end === undefined) return events.map(tellEvent);
  return [...events.slice(0, end).map(tellEvent), `${calls.length - 1} more`];
}

function tellEvent({ kind, operation, value }: RunEvent): string {
  switch (kind) {
    case "called":
    case "aborted":
      return describeOperation(operation);
    case "continued":
      return "goes on";
    case "updater-called":
      return `sees ${describeValue(value)}`;
    case "updater-awaits":
      return "awaits";
    case "updater-returned":
      return `makes ${describeValue(value)}`;
    case "updater-threw":
      return "throws";
    case "resolved":
      return operation.kind === "read" ? `gets ${describeValue(value)}` : "done";
    default:
      return isClosedError(value) ? "is refused" : "is rejected";
  }
}

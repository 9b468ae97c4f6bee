/**
 * `pnpm compare explore`: real stores, run through every interleaving of a few clients. What a
 * stress test finds with luck, this finds with certainty, and with the fewest switches.
 */
import {
  ExitCode,
  exitCodeOfInterruption,
  worstOf,
  clearProgress,
  showProgress,
  bold,
  dim,
  print,
  proseWidth,
  red,
  terminalWidth,
  wrap,
  wrongInput,
  type CommandError,
  type Complain,
} from "@sync-strategies/command-kit";
import { selectStrategies, type StrategySource } from "@sync-strategies/command-kit/strategies";
import {
  describeExploration,
  renderSchedule,
  scenarios as allScenarios,
  type Exploration,
  type Scenario,
  type ScheduleReport,
} from "@sync-strategies/schedule-explorer";
import type { ExploreRequest } from "./command-line.ts";
import { count, plural } from "@sync-strategies/results";
import { runExploration, type BrokenOff } from "./run-exploration.ts";

export interface ExploreContext {
  readonly signal: AbortSignal;
  readonly scratch: string;
  readonly complain: Complain;
}

/** What was found of one strategy. */
interface Explored {
  readonly strategy: StrategySource;
  readonly results: { readonly scenario: string; readonly exploration: Exploration }[];
  /** Scenarios that could not be explored, and why. */
  readonly unexplored: { readonly scenario: string; readonly reason: string }[];
  replayed: ScheduleReport | undefined;
  brokenOff: BrokenOff | undefined;
}

/** Explores, prints, and returns the exit code that it calls for. */
export async function explore(request: ExploreRequest, context: ExploreContext): Promise<ExitCode> {
  const { complain, signal } = context;
  const selection = await selectStrategies(request.strategies, {
    ...context,
    spanAdvice: "explore can order the steps of one event loop only",
  });
  const { strategies, refusals, problems, notes } = selection;
  for (const { message, details } of [...refusals, ...problems]) complain(message, details);
  for (const note of notes) complain(`left alone: ${note}`);
  let exitCode = worstOf(...[...refusals, ...problems].map((problem) => problem.exitCode));
  if (strategies.length === 0) return exitCode;
  const isTable = request.format === "table";
  const scenarios = request.scenarios ?? allScenarios;
  const nameWidth = Math.max(...scenarios.map(({ id }) => id.length));
  if (isTable) printScenarios(scenarios, nameWidth);
  const all: Explored[] = [];
  signal.addEventListener("abort", () => {
    clearProgress();
    if (!isTable) printJson(all, true);
    process.exit(exitCodeOfInterruption());
  });
  for (const strategy of strategies) {
    const explored: Explored = {
      strategy,
      results: [],
      unexplored: [],
      replayed: undefined,
      brokenOff: undefined,
    };
    all.push(explored);
    if (isTable && request.schedule === undefined) print(headingOf(strategy));
    let refusal: CommandError | undefined;
    explored.brokenOff = await runExploration(
      strategy,
      {
        scenarioIds: scenarios.map(({ id }) => id),
        schedule: request.schedule,
        random: request.random,
        maximumSchedules: request.maximumSchedules,
      },
      (message) => {
        clearProgress();
        if (message.type === "progress") {
          const { scenario, schedules } = message;
          showProgress(`${strategy.id}: ${scenario}, ${count(schedules)} schedules`);
        } else if (message.type === "explored") {
          const { scenario, result } = message;
          explored.results.push({ scenario, exploration: result });
          if (isTable) print(lineOf(scenario.padEnd(nameWidth), result));
        } else if (message.type === "replayed") {
          explored.replayed = message.report;
          if (isTable) print(renderSchedule(message.report, { width: terminalWidth() }));
          const early = earlyEnd(request.schedule, message.report);
          if (early !== undefined) complain(early);
        } else if (message.type === "unexplorable") {
          const { scenario, message: reason } = message;
          explored.unexplored.push({ scenario, reason });
          if (isTable) print(`  ${scenario.padEnd(nameWidth)}  could not be explored: ${reason}`);
        } else if (message.type === "refused") {
          refusal = wrongInput(message.message);
        }
      },
    );
    clearProgress();
    if (refusal !== undefined) throw refusal;
    if (explored.brokenOff !== undefined) {
      const { reason, scenario, stack } = explored.brokenOff;
      if (isTable) print(`  ${scenario.padEnd(nameWidth)}  ${red(reason)}`);
      complain(`${strategy.id} in ${scenario}: ${reason}`, stack);
    }
    if (isTable && request.schedule === undefined) printSmallestFailure(explored);
    exitCode = worstOf(exitCode, exitCodeFor(explored));
  }
  if (!isTable) printJson(all, false);
  return exitCode;
}

/** What each scenario asks: the lines below name it only. */
function printScenarios(scenarios: readonly Scenario[], nameWidth: number): void {
  for (const { id, question } of scenarios) {
    const line = `${id.padEnd(nameWidth)}  ${question}`;
    print(wrap(line, proseWidth(), { later: " ".repeat(nameWidth + 2) }));
  }
}

/** One line about a schedule that ended before the run did. */
function earlyEnd(typed = "", { schedule }: ScheduleReport): string | undefined {
  if (typed.length >= schedule.length) return undefined;
  return `${typed} ends after ${plural(typed.length, "step")}, the run went on as ${schedule}`;
}

function headingOf({ id, title, traits }: StrategySource): string {
  return `\n${bold(id)}${dim(`: ${title}${traits.control ? ", the control" : ""}`)}`;
}

function lineOf(scenario: string, exploration: Exploration): string {
  const { failure, schedules } = exploration;
  if (failure === undefined) return `  ${scenario}  ${describeExploration(exploration)}`;
  const { schedule, switches } = failure;
  if (schedule === "") return `  ${scenario}  ${red("fails before the first step.")}`;
  const found = `${plural(switches, "switch", "switches")}, found after ${plural(schedules, "schedule")}`;
  return `  ${scenario}  ${red(`${schedule} fails: ${found}.`)}`;
}

/** The failure of the plainest scenario that fails, drawn, and how to see it again. */
function printSmallestFailure({ strategy, results }: Explored): void {
  const failed = results.find(({ exploration }) => exploration.failure !== undefined);
  const failure = failed?.exploration.failure;
  if (failed === undefined || failure === undefined) return;
  const isPath = !strategy.origin.startsWith("packages/");
  const name = isPath ? strategy.origin : strategy.id;
  print("");
  for (const line of renderSchedule(failure, { width: terminalWidth() - 2 }).split("\n")) {
    print(line === "" ? "" : `  ${line}`);
  }
  // A store that fails before the first step has no schedule to repeat.
  const schedule = failure.schedule === "" ? "" : ` --schedule ${failure.schedule}`;
  const command = `pnpm compare explore ${name} --scenario ${failed.scenario}${schedule}`;
  print(`\n  Again: ${command}`);
}

/** What the control does wrong is expected. */
function exitCodeFor(explored: Explored): ExitCode {
  const { strategy, results, unexplored, replayed, brokenOff } = explored;
  if (strategy.traits.control) return ExitCode.fine;
  const hasFailed =
    brokenOff !== undefined ||
    replayed?.kind !== undefined ||
    results.some(({ exploration }) => exploration.outcome === "failed");
  if (hasFailed) return ExitCode.broken;
  return unexplored.length > 0 ? ExitCode.unknown : ExitCode.fine;
}

function printJson(all: readonly Explored[], interrupted: boolean): void {
  const strategies = all.map(({ strategy, results, unexplored, replayed, brokenOff }) => ({
    strategy: strategy.id,
    control: strategy.traits.control,
    scenarios: results.map(({ scenario, exploration }) => ({ scenario, ...exploration })),
    unexplored,
    replayed: replayed ?? null,
    problem: brokenOff?.reason ?? null,
  }));
  print(JSON.stringify({ schemaVersion: 1, interrupted, strategies }, null, 2));
}

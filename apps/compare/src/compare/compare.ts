/** `pnpm compare`: every strategy, then the references, on every workload. */
import {
  clearProgress,
  ExitCode,
  exitCodeOfInterruption,
  suggestionOrList,
  worstOf,
  wrongInput,
  type Complain,
} from "@sync-strategies/command-kit";
import { selectStrategies, type StrategySource } from "@sync-strategies/command-kit/strategies";
import {
  count,
  crossedLimits,
  SCHEMA_VERSION,
  titleOf,
  type ResultDocument,
} from "@sync-strategies/results";
import {
  clientsOf,
  isTouched,
  knobs,
  type Knob,
  type KnobName,
  type Workload,
} from "@sync-strategies/workload";
import type { CompareRequest } from "./command-line.ts";
import { describeEnvironment, loadAverage } from "./environment.ts";
import { goStrategies, prepareGo, referenceName } from "./go-reference.ts";
import type { Reporter } from "./reporter.ts";
import { ResultFiles } from "./result-files.ts";
import { Servers } from "./servers.ts";
import { WorkloadComparison } from "./workload-comparison.ts";
import type { ChosenWorkload } from "./workload-flags.ts";

export interface CompareContext {
  readonly reporter: Reporter;
  /** Interrupts the run. */
  readonly signal: AbortSignal;
  /** A folder for files that are not needed afterwards. */
  readonly scratch: string;
  readonly complain: Complain;
  readonly commandLine: readonly string[];
}

/** Runs the comparison, reports it, and returns the exit code that it calls for. */
export async function compare(request: CompareRequest, context: CompareContext): Promise<ExitCode> {
  const { signal, scratch, complain } = context;
  const selection = await selectStrategies(request.strategies, {
    scratch,
    signal,
    span: request.workloads[0]?.members?.span,
    services: request.services?.meant,
    withPeers: request.peers,
  });
  const { strategies, refusals, problems, notes } = selection;
  for (const { message, details } of [...refusals, ...problems]) complain(message, details);
  for (const note of notes) complain(`left alone: ${note}`);
  let exitCode = worstOf(...[...refusals, ...problems].map((problem) => problem.exitCode));
  if (strategies.length === 0) return exitCode;
  const servers = await Servers.open(
    {
      wanted: [...new Set(strategies.flatMap(({ service }) => service ?? []))],
      urls: request.services?.urls ?? new Map<string, string>(),
      isNamed: request.strategies.length > 0,
    },
    context,
  );
  try {
    for (const { message } of servers.problems) complain(message);
    exitCode = worstOf(exitCode, ...servers.problems.map((problem) => problem.exitCode));
    const served = strategies.filter(
      ({ service }) => service === undefined || servers.has(service),
    );
    // That none could be had is why nothing was done.
    if (served.length === 0) return exitCode === ExitCode.fine ? ExitCode.failed : exitCode;
    const left = [...problems, ...servers.problems].map(({ message }) => `Left out: ${message}`);
    const found = { strategies: served, servers, notes: [...left, ...servers.notes] };
    exitCode = worstOf(exitCode, await compareFound(found, request, context));
  } finally {
    clearProgress();
    for (const line of await servers.close()) {
      complain(line);
      exitCode = worstOf(exitCode, ExitCode.failed);
    }
  }
  return exitCode;
}

/** What takes part: at least one strategy. */
interface Found {
  readonly strategies: readonly StrategySource[];
  readonly servers: Servers;
  /** What else there is to say of the run. */
  readonly notes: readonly string[];
}

async function compareFound(
  { strategies, servers, notes }: Found,
  request: CompareRequest,
  context: CompareContext,
): Promise<ExitCode> {
  const { reporter, signal, scratch, complain } = context;
  const { rounds, baseline } = request;
  let exitCode: ExitCode = ExitCode.fine;
  assertBaseline(baseline, strategies);
  assertRoom(request, strategies);
  if (request.reference) assertNoReference(strategies);
  const files = await ResultFiles.open(
    request,
    strategies.map(({ id }) => id),
  );
  const document: ResultDocument = {
    schemaVersion: SCHEMA_VERSION,
    environment: await describeEnvironment(
      request.seed,
      withoutUrls(context.commandLine, request.services),
    ),
    workloads: [],
    // If the run is killed, what was kept of it says so.
    interrupted: true,
    notes: [...notes],
  };
  if (files.histories !== undefined) document.notes.push(files.histories.note);
  /** What kept the run from its end, though not an interruption: it costs nothing that was measured. */
  let failure: unknown;
  try {
    for (const [index, table] of request.workloads.entries()) {
      const { workload, sweep } = table;
      const run = new WorkloadComparison(table, {
        reporter,
        signal,
        scratch,
        complain,
        rounds,
        baseline,
        strategies: strategiesWithRoom(
          strategies,
          workload,
          titleOf({ workload: workload.name, sweep }),
          document.notes,
        ),
        goProgram: await goProgramFor(request, table, document.notes, signal),
        histories: files.histories?.of(index),
        isChecked: request.isChecked,
        newServicePlace: servers.newPlace,
        onTrial: () => files.keep(document),
      });
      document.workloads.push(run.result);
      exitCode = worstOf(exitCode, await run.complete());
    }
    document.interrupted = false;
  } catch (error) {
    if (signal.aborted) exitCode = exitCodeOfInterruption() ?? ExitCode.interrupted;
    else failure = error;
  }
  clearProgress();
  document.environment = { ...document.environment, loadAverageAtEnd: loadAverage() };
  reporter.end(document);
  for (const { line, stack, isAskedFor } of await files.finish(document)) {
    complain(line, stack);
    if (isAskedFor) exitCode = worstOf(exitCode, ExitCode.failed);
  }
  for (const line of crossedLimits(request.limits, document)) {
    complain(line);
    exitCode = worstOf(exitCode, ExitCode.broken);
  }
  if (failure !== undefined) throw failure;
  return exitCode;
}

/** What was typed, without the URLs of the user's servers. */
function withoutUrls(
  words: readonly string[],
  services: CompareRequest["services"],
): readonly string[] {
  const urls = [...(services?.urls.values() ?? [])];
  return words.map((word) => urls.reduce((shown, url) => shown.replaceAll(url, "URL"), word));
}

function assertBaseline(baseline: string | undefined, strategies: readonly StrategySource[]): void {
  if (baseline === undefined) return;
  const names = strategies.filter(({ traits }) => !traits.control).map(({ id }) => id);
  if (names.includes(baseline)) return;
  throw wrongInput(
    `--baseline ${baseline} is none of the strategies to be compared${suggestionOrList(baseline, names)}`,
  );
}

/** Refuses a table in which there would be no strategy. */
function assertRoom({ workloads }: CompareRequest, strategies: readonly StrategySource[]): void {
  for (const { workload, sweep } of workloads) {
    if (strategies.some((strategy) => hasRoom(strategy, workload))) continue;
    const title = titleOf({ workload: workload.name, sweep });
    const clients = count(clientsOf(workload.parameters));
    throw wrongInput(`none of the strategies holds the ${clients} open operations of ${title}`);
  }
}

function assertNoReference(strategies: readonly StrategySource[]): void {
  for (const { id, origin } of strategies) {
    if (!goStrategies.some((name) => referenceName(name) === id)) continue;
    throw wrongInput(
      `${origin} has the id "${id}", which is Go's row; change it, or add --no-reference`,
    );
  }
}

function hasRoom({ traits }: StrategySource, { parameters }: Workload): boolean {
  return clientsOf(parameters) <= (traits.maximumOpen ?? Infinity);
}

/** Without those that hold fewer open operations than the workload has clients. */
function strategiesWithRoom(
  strategies: readonly StrategySource[],
  workload: Workload,
  title: string,
  notes: string[],
): StrategySource[] {
  return strategies.filter((strategy) => {
    if (hasRoom(strategy, workload)) return true;
    const most = count(strategy.traits.maximumOpen ?? 0);
    notes.push(`${strategy.id} is left out of ${title}: it holds ${most} open operations.`);
    return false;
  });
}

/** The compiled program; undefined, with a note, where Go's clients cannot run the workload. */
async function goProgramFor(
  request: CompareRequest,
  { workload: { parameters, operations }, members }: ChosenWorkload,
  notes: string[],
  signal: AbortSignal,
): Promise<string | undefined> {
  const note = (text: string): undefined => {
    if (!notes.includes(text)) notes.push(text);
  };
  if (!request.reference) return undefined;
  if (members !== null && members.span !== "threads") {
    return note("Go's rows are left out: Go's program has threads, and no processes.");
  }
  for (const [name, knob] of Object.entries(knobs) as [KnobName, Knob][]) {
    if (knob.unknownToGo !== undefined && isTouched(name, parameters)) {
      return note(`Go's rows are left out: ${knob.unknownToGo}.`);
    }
  }
  if (operations !== undefined) {
    return note("Go's rows are left out: they run for a time, not for a number of operations.");
  }
  const go = await prepareGo(signal);
  return go.status === "ready" ? go.path : note(go.note);
}

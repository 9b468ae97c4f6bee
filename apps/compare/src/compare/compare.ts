/** `pnpm compare`: every strategy, then the references, on every workload. */
import {
  clearProgress,
  ExitCode,
  exitCodeOfInterruption,
  pathFor,
  replaceFile,
  suggestionOrList,
  worstOf,
  writablePath,
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
import { prepareGo } from "./go-reference.ts";
import type { Reporter } from "./reporter.ts";
import { openRunFile } from "../saved/saved-results.ts";
import { WorkloadComparison } from "./workload-comparison.ts";

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
  const { reporter, signal, scratch, complain } = context;
  const { strategies, problems } = await selectStrategies(request.strategies, {
    scratch,
    signal,
    withPeers: request.peers,
  });
  for (const { message, details } of problems) complain(message, details);
  let exitCode = worstOf(...problems.map((problem) => problem.exitCode));
  if (strategies.length === 0) return exitCode;

  const { rounds, baseline } = request;
  assertBaseline(baseline, strategies);
  const files = await openFiles(request, strategies.length);
  const document: ResultDocument = {
    schemaVersion: SCHEMA_VERSION,
    environment: await describeEnvironment(request.seed, context.commandLine),
    workloads: [],
    // If the run is killed, what was kept of it says so.
    interrupted: true,
    notes: problems.map(({ message }) => `Left out: ${message}`),
  };
  if (files.histories !== undefined) document.notes.push(whereHistoriesAre(files.histories));
  try {
    for (const { workload, sweep } of request.workloads) {
      const run = new WorkloadComparison(workload, sweep, {
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
        goProgram: await goProgramFor(request, workload, document.notes, signal),
        histories: files.histories,
        isChecked: request.isChecked,
        onTrial: () => files.keep(document),
      });
      document.workloads.push(run.result);
      exitCode = worstOf(exitCode, await run.complete());
    }
    document.interrupted = false;
  } catch (error) {
    if (!signal.aborted) throw error;
    exitCode = exitCodeOfInterruption() ?? ExitCode.interrupted;
  }
  clearProgress();
  document.environment = { ...document.environment, loadAverageAtEnd: loadAverage() };
  files.keep(document);
  reporter.end(document);
  if (files.report !== undefined) {
    // The charting library takes longer to load than everything else together.
    const { renderReport } = await import("@sync-strategies/report");
    replaceFile(files.report, renderReport(document));
  }
  for (const line of crossedLimits(request.limits, document)) {
    complain(line);
    exitCode = worstOf(exitCode, ExitCode.broken);
  }
  return exitCode;
}

interface Files {
  readonly histories: { readonly path: string; readonly isOnlyOne: boolean } | undefined;
  readonly report: string | undefined;
  /** Writes the result so far to where results are kept. */
  readonly keep: (document: ResultDocument) => void;
}

/** Tries all files before anything is measured. */
async function openFiles(request: CompareRequest, strategies: number): Promise<Files> {
  const { saveHistory, save, report, workloads, rounds } = request;
  const histories =
    saveHistory === undefined
      ? undefined
      : {
          path: await writablePath("--save-history", saveHistory),
          isOnlyOne: strategies * workloads.length * rounds === 1,
        };
  const saved = save === undefined ? undefined : await writablePath("--save", save);
  const reportPath = report === undefined ? undefined : await writablePath("--report", report);
  const runFile = await openRunFile();
  return {
    histories,
    report: reportPath,
    keep(document) {
      const text = `${JSON.stringify(document)}\n`;
      if (runFile !== undefined) replaceFile(runFile, text);
      if (saved !== undefined) replaceFile(saved, text);
    },
  };
}

function whereHistoriesAre({ path, isOnlyOne }: NonNullable<Files["histories"]>): string {
  const where = isOnlyOne ? path : pathFor(path, "WORKLOAD", "STRATEGY");
  return `Histories are saved as ${where}; check them with pnpm compare check.`;
}

function assertBaseline(baseline: string | undefined, strategies: readonly StrategySource[]): void {
  if (baseline === undefined) return;
  const names = strategies.filter(({ traits }) => !traits.control).map(({ id }) => id);
  if (names.includes(baseline)) return;
  throw wrongInput(
    `--baseline ${baseline} is none of the strategies to be compared${suggestionOrList(baseline, names)}`,
  );
}

/** Without those that hold fewer open operations than the workload has clients. */
function strategiesWithRoom(
  strategies: readonly StrategySource[],
  { parameters }: Workload,
  title: string,
  notes: string[],
): StrategySource[] {
  return strategies.filter(({ id, traits: { maximumOpen = Infinity } }) => {
    const hasRoom = clientsOf(parameters) <= maximumOpen;
    if (!hasRoom) {
      notes.push(`${id} is left out of ${title}: it holds ${count(maximumOpen)} open operations.`);
    }
    return hasRoom;
  });
}

/** The compiled program; undefined, with a note, where Go's clients cannot run the workload. */
async function goProgramFor(
  request: CompareRequest,
  { parameters, operations }: Workload,
  notes: string[],
  signal: AbortSignal,
): Promise<string | undefined> {
  const note = (text: string): undefined => {
    if (!notes.includes(text)) notes.push(text);
  };
  if (!request.reference) return undefined;
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

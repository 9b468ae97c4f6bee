/** `pnpm compare`: every strategy, then the references, on every workload. */
import {
  CommandError,
  ExitCode,
  worstOf,
  suggestion,
  clearProgress,
  pathFor,
  replaceFile,
  writablePath,
} from "@sync-strategies/command-kit";
import { selectStrategies, type StrategySource } from "@sync-strategies/command-kit/strategies";
import type { Workload } from "@sync-strategies/workload";
import type { CompareRequest } from "./command-line.ts";
import { crossed } from "./limits.ts";
import { describeEnvironment } from "./output/environment.ts";
import { count } from "./output/format-figures.ts";
import type { Reporter } from "./output/reporter.ts";
import { SCHEMA_VERSION, type ResultDocument } from "./output/result-document.ts";
import { prepareGo } from "./reference/go-reference.ts";
import { openRunFile } from "./saved-results.ts";
import { titleOf } from "./workload-title.ts";
import { WorkloadComparison } from "./workload-comparison.ts";

export interface CompareContext {
  readonly reporter: Reporter;
  /** Interrupts the run. */
  readonly signal: AbortSignal;
  /** A folder for files that nobody needs afterwards. */
  readonly scratch: string;
  /** Called with each line that the user should see on stderr, and the stack behind it. */
  readonly complain: (line: string, stack?: string) => void;
  readonly commandLine: readonly string[];
}

/** Runs the comparison, reports it, and returns the exit code that it calls for. */
export async function compare(request: CompareRequest, context: CompareContext): Promise<ExitCode> {
  const { reporter, signal, scratch, complain } = context;
  const { strategies, problems } = await selectStrategies(request.strategies, {
    ...{ scratch, signal, withPeers: request.peers },
  });
  for (const problem of problems) {
    complain(problem.message, problem.details);
  }
  let exitCode = worstOf(...problems.map((problem) => problem.exitCode));
  if (strategies.length === 0) return exitCode;

  const { rounds, baseline } = request;
  assertBaseline(baseline, strategies);
  const files = await openFiles(request, strategies.length);
  const document: ResultDocument = {
    schemaVersion: SCHEMA_VERSION,
    environment: await describeEnvironment(request.seed, context.commandLine),
    workloads: [],
    // What is kept of a run that is killed says so.
    interrupted: true,
    notes: problems.map(({ message }) => `Left out: ${message}`),
  };
  if (files.histories !== undefined) document.notes.push(whereHistoriesAre(files.histories));
  try {
    for (const { workload, sweep } of request.workloads) {
      const run = new WorkloadComparison(workload, sweep, {
        ...{ reporter, signal, scratch, complain, rounds, baseline },
        strategies: ableOnes(
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
    exitCode = ExitCode.interrupted;
  }
  clearProgress();
  files.keep(document);
  reporter.end(document);
  if (files.report !== undefined) {
    // The charting library takes longer to load than everything else together.
    const { renderReport } = await import("./output/report/render-report.ts");
    replaceFile(files.report, renderReport(document));
  }
  for (const line of crossed(request.limits, document)) {
    complain(line);
    exitCode = worstOf(exitCode, ExitCode.broken);
  }
  return exitCode;
}

interface Files {
  readonly histories: { readonly path: string; readonly isOnlyOne: boolean } | undefined;
  readonly report: string | undefined;
  /** Writes what there is so far to where results are kept. */
  readonly keep: (document: ResultDocument) => void;
}

/** Makes sure of all files before anything is measured. */
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
  const hint = suggestion(baseline, names) || `; there are ${names.join(", ")}`;
  throw new CommandError(
    ExitCode.wrongInput,
    `--baseline ${baseline} is none of the strategies to be compared${hint}`,
  );
}

/** Without those whose limit of open operations the workload's clients would exceed. */
function ableOnes(
  strategies: readonly StrategySource[],
  { parameters: { readers, writers, updaters } }: Workload,
  title: string,
  notes: string[],
): StrategySource[] {
  return strategies.filter(({ id, traits: { maximumOpen = Infinity } }) => {
    const isAble = readers + writers + updaters <= maximumOpen;
    if (!isAble) {
      notes.push(`${id} is left out of ${title}: it holds ${count(maximumOpen)} open operations.`);
    }
    return isAble;
  });
}

/** Go's clients know neither a rate nor a number of operations. */
async function goProgramFor(
  request: CompareRequest,
  { parameters, operations }: CompareRequest["workloads"][number]["workload"],
  notes: string[],
  signal: AbortSignal,
): Promise<string | undefined> {
  const note = (text: string): undefined => {
    if (!notes.includes(text)) notes.push(text);
  };
  if (!request.reference) return undefined;
  if ((parameters.ratePerSecond ?? 0) > 0)
    return note("Go's rows are left out: they know no rate.");
  if (operations !== undefined) {
    return note("Go's rows are left out: they run for a time, not for a number of operations.");
  }
  const go = await prepareGo(signal);
  return go.status === "ready" ? go.path : note(go.note);
}

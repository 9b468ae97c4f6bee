/**
 * The comparison: every strategy, then the references, on every workload, one trial after the
 * other, so that nothing that is measured shares the machine with anything else of ours.
 */
import type { Verdict } from "@sync-strategies/linearizability";
import { stateIsSound, type StateCheck, type Workload } from "@sync-strategies/workload";
import type { CompareRequest } from "./command-line.ts";
import { ExitCode, worstOf } from "./exit-codes.ts";
import { messageOf } from "./messages.ts";
import { describeEnvironment } from "./output/environment.ts";
import { count } from "./output/format-figures.ts";
import { clearProgress, showProgress } from "./output/progress.ts";
import { pathFor, writablePath } from "./output/writable-file.ts";
import type { Reporter } from "./output/reporter.ts";
import {
  SCHEMA_VERSION,
  type ResultDocument,
  type RoundResult,
  type StrategyResult,
  type WorkloadResult,
} from "./output/result-document.ts";
import {
  goStrategies,
  prepareGo,
  runGo,
  writeGoWorkload,
  type GoProgram,
} from "./reference/go-reference.ts";
import { selectStrategies } from "./strategies/find-strategies.ts";
import type { StrategySource } from "./strategies/strategy-source.ts";
import { runTrial } from "./trial/run-trial.ts";
import type { TrialOutcome } from "./trial/trial.ts";

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

/** What all workloads of one comparison share. */
interface Comparison extends CompareContext {
  readonly strategies: readonly StrategySource[];
  readonly go: GoProgram | undefined;
  /** Where the runs' histories go, and whether there is only one. */
  readonly histories: { readonly path: string; readonly isOnlyOne: boolean } | undefined;
}

/** Runs the comparison, reports it, and returns the exit code that it calls for. */
export async function compare(request: CompareRequest, context: CompareContext): Promise<ExitCode> {
  const { reporter, signal, scratch, complain } = context;
  const { strategies, problems } = await selectStrategies(request.strategies, scratch);
  for (const problem of problems) {
    complain(problem.message, typeof problem.cause === "string" ? problem.cause : undefined);
  }
  let exitCode = worstOf(...problems.map((problem) => problem.exitCode));
  if (strategies.length === 0) return exitCode;
  const histories =
    request.saveHistory === undefined
      ? undefined
      : {
          path: await writablePath("--save-history", request.saveHistory),
          isOnlyOne: strategies.length * request.workloads.length === 1,
        };

  const document: ResultDocument = {
    schemaVersion: SCHEMA_VERSION,
    environment: await describeEnvironment(request.seed, context.commandLine),
    workloads: [],
    interrupted: false,
    notes: problems.map(({ message }) => `Left out: ${message}`),
  };
  if (histories !== undefined) {
    const where = histories.isOnlyOne
      ? histories.path
      : pathFor(histories.path, "WORKLOAD", "STRATEGY");
    document.notes.push(`Histories are saved as ${where}; check them with pnpm compare check.`);
  }
  try {
    const go = request.reference ? await prepareGo(signal) : undefined;
    if (go !== undefined && go.status !== "ready") document.notes.push(go.note);
    for (const workload of request.workloads) {
      const run = new WorkloadComparison(workload, { ...context, strategies, go, histories });
      document.workloads.push(run.result);
      exitCode = worstOf(exitCode, await run.complete());
      reporter.finish(run.result);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    document.interrupted = true;
    exitCode = ExitCode.interrupted;
  }
  clearProgress();
  reporter.end(document);
  return exitCode;
}

/** One workload's table in the making. */
class WorkloadComparison {
  readonly result: WorkloadResult;
  readonly #workload: Workload;
  readonly #context: Comparison;
  #exitCode: ExitCode = ExitCode.fine;

  constructor(workload: Workload, context: Comparison) {
    const { name, question, parameters, durationMs } = workload;
    const { readers, writers, updaters, pauseUs } = parameters;
    const clients = readers + writers + updaters;
    this.result = {
      workload: name,
      question,
      parameters: { ...parameters, durationMs, rounds: 1 },
      limit: pauseUs === 0 ? null : Math.round((clients * durationMs * 1000) / pauseUs),
      digest: null,
      results: [],
    };
    this.#workload = workload;
    this.#context = context;
  }

  async complete(): Promise<ExitCode> {
    const { strategies, go } = this.#context;
    const references = go?.status === "ready" ? goStrategies : [];
    const names = [...strategies.map(({ id }) => id), ...references.map((name) => `go-${name}`)];
    this.#context.reporter.begin(this.result, names);
    for (const strategy of strategies) await this.#runStrategy(strategy);
    if (go?.status === "ready") await this.#runReferences(go.path);
    return this.#exitCode;
  }

  async #runStrategy(strategy: StrategySource): Promise<void> {
    const { name, parameters, durationMs } = this.#workload;
    const outcome = await runTrial(strategy, parameters, {
      durationMs,
      saveHistoryTo: this.#historyPath(strategy),
      signal: this.#context.signal,
      onProgress: (phase, completedOps) => {
        showProgress(`${name}: ${strategy.id}, ${phase}, ${count(completedOps)} operations`);
      },
    });
    this.#addRow(this.#rowOf(strategy, outcome));
    if (outcome.status !== "completed" && outcome.stack) this.#context.complain("", outcome.stack);
  }

  #historyPath({ id }: StrategySource): string | undefined {
    const { path, isOnlyOne } = this.#context.histories ?? {};
    if (path === undefined) return undefined;
    return isOnlyOne === true ? path : pathFor(path, this.#workload.name, id);
  }

  async #runReferences(program: string): Promise<void> {
    const { name, parameters, durationMs } = this.#workload;
    const { signal, scratch } = this.#context;
    const file = await writeGoWorkload(parameters, scratch);
    for (const strategy of goStrategies) {
      showProgress(`${name}: go-${strategy}`);
      const base = { ...emptyRow, strategy: `go-${strategy}`, kind: "reference" as const };
      try {
        const result = await runGo(program, strategy, file, durationMs, signal);
        const state: StateCheck | null =
          result.lostUpdates === undefined
            ? null
            : {
                acknowledgedUpdates: result.updateOps,
                lostUpdates: result.lostUpdates,
                lostUpdatesIsLowerBound: false,
                contradictions: [],
              };
        this.#addRow({
          ...base,
          title: `${strategy} in Go (${result.goVersion}, GOMAXPROCS ${result.gomaxprocs})`,
          ...this.#figures({ ...result, inFlightAtDeadline: null }),
          ...this.#digestStatus(result.digest),
          latency: result.latency,
          state,
        });
      } catch (error) {
        signal.throwIfAborted();
        this.#addRow({ ...base, status: "died", problem: messageOf(error) });
      }
    }
  }

  #rowOf(strategy: StrategySource, outcome: TrialOutcome): StrategyResult {
    const { id, title, traits } = strategy;
    const kind = traits.control ? "control" : "strategy";
    const base: StrategyResult = { ...emptyRow, strategy: id, title, kind, traits };
    if (outcome.status !== "completed") {
      return { ...base, status: outcome.status, problem: outcome.reason };
    }
    const { run, state, digest, verdict } = outcome.measurement;
    const fault = faultOf(state, verdict);
    return {
      ...base,
      ...this.#figures(run),
      latency: run.latency,
      state,
      verdict: verdict.verdict,
      check: verdict,
      ...(fault === undefined || kind === "control"
        ? this.#digestStatus(digest)
        : { status: "broke-contract", problem: fault }),
    };
  }

  /** A row's figures, from the raw values of its one round. */
  #figures(round: RoundResult): Partial<StrategyResult> {
    const { readOps, writeOps, updateOps, elapsedMs, inFlightAtDeadline, perClientOps } = round;
    const totalOps = readOps + writeOps + updateOps;
    const { limit } = this.result;
    return {
      readOps,
      writeOps,
      updateOps,
      totalOps,
      elapsedMs,
      opsPerSecond: (totalOps / elapsedMs) * 1000,
      shareOfLimit: limit === null ? null : totalOps / limit,
      rounds: [{ readOps, writeOps, updateOps, elapsedMs, inFlightAtDeadline, perClientOps }],
    };
  }

  /** The first row's digest is the table's; a row with another one was asked something else. */
  #digestStatus(digest: string): Pick<StrategyResult, "status" | "problem"> {
    this.result.digest ??= digest;
    if (digest === this.result.digest) return { status: "completed", problem: null };
    return {
      status: "other-workload",
      problem: `it ran another workload (digest ${digest}) and is not compared`,
    };
  }

  #addRow(row: StrategyResult): void {
    this.result.results.push(row);
    clearProgress();
    if (row.problem !== null) {
      this.#context.complain(`${row.strategy} in ${this.#workload.name}: ${row.problem}`);
      if (row.kind === "strategy") this.#exitCode = worstOf(this.#exitCode, ExitCode.broken);
      if (row.status === "other-workload")
        this.#exitCode = worstOf(this.#exitCode, ExitCode.failed);
    }
    if (row.verdict === "unknown") this.#exitCode = worstOf(this.#exitCode, ExitCode.unknown);
    this.#context.reporter.row(this.result, row);
  }
}

const emptyRow = {
  title: "",
  traits: null,
  status: "completed",
  problem: null,
  readOps: null,
  writeOps: null,
  updateOps: null,
  totalOps: null,
  elapsedMs: null,
  opsPerSecond: null,
  shareOfLimit: null,
  latency: null,
  state: null,
  verdict: "unchecked",
  check: null,
  rounds: [],
} as const satisfies Partial<StrategyResult>;

/** What a run did wrong, by its history or by its final state; undefined if nothing. */
function faultOf(state: StateCheck, verdict: Verdict): string | undefined {
  if (verdict.verdict === "not-linearizable") return verdict.explanation;
  if (stateIsSound(state)) return undefined;
  const [contradiction] = state.contradictions;
  if (contradiction !== undefined) return contradiction;
  return `${count(state.lostUpdates)} of ${count(state.acknowledgedUpdates)} acknowledged updates are lost`;
}

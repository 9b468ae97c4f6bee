/**
 * The recipe of measuring a strategy: generate the work, warm up, collect garbage on the way, run,
 * drain, check the state, check the history. It knows neither a process nor a terminal, so that
 * whatever can run a strategy can run it: a process, a thread, a page. What differs between them
 * is the {@link Host}.
 */
import {
  check,
  HistoryRecorder,
  register,
  type HistoryColumns,
  type Verdict,
} from "@sync-strategies/linearizability";
import type { MeasuredRound } from "@sync-strategies/results";
import { assertStore, type StateStore, type Strategy } from "@sync-strategies/state-store";
import {
  checkState,
  clientsOf,
  digestWorkload,
  generateArrivals,
  generateStreams,
  WorkloadRun,
  type OperationStream,
  type RunLength,
  type RunResult,
  type StateCheck,
  type WorkloadParameters,
} from "@sync-strategies/workload";

/** How long a trial warms up before it measures, on separate stores, in milliseconds. */
export const WARM_UP_MS = 300;

const WARM_UP_CAPACITY = 100_000;

/** How much faster than its warm-up a run may be and still find its history's memory prepared. */
const PREPARED_MARGIN = 1.5;

/** What a trial is doing; named in the message if it never gets done. */
export type TrialPhase =
  | "loading"
  | "preparing"
  | "creating the store"
  | "warming up"
  | "running"
  | "closing"
  | "checking"
  | "saving the history";

/** Where a trial runs, and what it can tell of the machine. */
export interface Host {
  /** Called as each phase begins. */
  readonly enter: (phase: TrialPhase) => void;
  /** Called with each run as it begins, to be watched, and with undefined when it has ended. */
  readonly watch: (run: WorkloadRun | undefined) => void;
  /** Does nothing where garbage cannot be collected on request. */
  readonly collectGarbage: (kind: "major" | "minor") => void;
  /** Starts to watch what the run uses; call what it returns when the run is over. */
  readonly watchResources: () => () => MeasuredRound["resources"];
  /** Called with the run's history, if it was recorded, and how many operations there were. */
  readonly keepHistory: (history: HistoryColumns, totalOps: number) => Promise<void>;
}

export interface MeasureRequest {
  readonly parameters: WorkloadParameters;
  readonly runLength: RunLength;
  /** Whether the history is recorded and checked. */
  readonly isChecked: boolean;
}

/** What was measured: a {@link MeasuredRound}, and more. */
export type Measurement = Omit<RunResult, "acknowledgedUpdates"> & {
  readonly digest: string;
  readonly resources: MeasuredRound["resources"];
  readonly state: StateCheck;
  /** On the run's history; null if it was not recorded. */
  readonly check: Verdict | null;
};

/** Measures a strategy once. Rejects with whatever the strategy or its stores throw. */
export async function measure(
  strategy: Strategy,
  { parameters, runLength, isChecked }: MeasureRequest,
  host: Host,
): Promise<Measurement> {
  host.enter("preparing");
  const streams = generateStreams(parameters);
  const arrivals = generateArrivals(parameters);
  const digest = await digestWorkload(parameters, streams, arrivals);
  const warmer = new Warmer(strategy, streams, isChecked, host);

  // What slows clients down is left out at first: with pauses, or a rate, they would do too few
  // operations for the compiler to take notice.
  const unhindered = { ...parameters, pauseUs: 0, ratePerSecond: 0, maximumInFlight: 0 };
  const warmUpMs =
    "operations" in runLength ? WARM_UP_MS : Math.min(WARM_UP_MS, runLength.durationMs);
  const opsPerMs = await warmer.warmUp(unhindered, warmUpMs / 2);
  host.enter("preparing");
  const recorder = isChecked ? new HistoryRecorder() : undefined;
  recorder?.prepare(Math.ceil(expectedOps(parameters, runLength, opsPerMs) * PREPARED_MARGIN));
  // A major collection also drops machine code that was made for what it collects, and code that
  // has seen one store only is dropped with the next. So the collection comes in the middle of the
  // warm-up, and several stores after it: what is compiled then is kept. Their garbage is young; a
  // minor collection removes it without discarding compiled code.
  host.collectGarbage("major");
  for (let part = 0; part < 3; part++) await warmer.warmUp(parameters, warmUpMs / 6);

  host.enter("creating the store");
  const store = await createStore(strategy);
  host.collectGarbage("minor");
  host.enter("running");
  const resourcesUsed = host.watchResources();
  const workload = new WorkloadRun(store, parameters, streams, { recorder, arrivals });
  host.watch(workload);
  const { acknowledgedUpdates, ...run } = await workload.start(runLength);
  const resources = resourcesUsed();
  const state = await checkState(store, parameters, streams, { ...run, acknowledgedUpdates });
  host.enter("closing");
  await store.close();
  const verdict = recorder === undefined ? null : await judge(recorder, host);
  return { ...run, digest, resources, state, check: verdict };
}

async function createStore(strategy: Strategy): Promise<StateStore<number, number>> {
  const made = await strategy.createStore<number, number>();
  assertStore(made);
  return made;
}

/** Checks what was recorded, and hands it to the host. */
async function judge(recorder: HistoryRecorder, host: Host): Promise<Verdict> {
  host.enter("checking");
  const history = recorder.history();
  const totalOps = recorder.total;
  const verdict = check(history, register(), { totalOps });
  await host.keepHistory(history, totalOps);
  return verdict;
}

/**
 * Runs the workload on stores that are thrown away, so that the measured run finds its code
 * compiled.
 */
class Warmer {
  readonly #strategy: Strategy;
  readonly #streams: readonly OperationStream[];
  readonly #isChecked: boolean;
  readonly #host: Host;

  constructor(
    strategy: Strategy,
    streams: readonly OperationStream[],
    isChecked: boolean,
    host: Host,
  ) {
    this.#strategy = strategy;
    this.#streams = streams;
    this.#isChecked = isChecked;
    this.#host = host;
  }

  /** Warms up for that long. Resolves to the operations per millisecond. */
  async warmUp(parameters: WorkloadParameters, durationMs: number): Promise<number> {
    this.#host.enter("creating the store");
    const store = await createStore(this.#strategy);
    this.#host.enter("warming up");
    // Recorded like the measured run, but not kept.
    const recorder = this.#isChecked ? new HistoryRecorder(WARM_UP_CAPACITY) : undefined;
    const run = new WorkloadRun(store, parameters, this.#streams, { recorder });
    this.#host.watch(run);
    await run.start(durationMs);
    this.#host.watch(undefined);
    this.#host.enter("closing");
    await store.close();
    return run.completedOps / durationMs;
  }
}

/** How many operations the run will have, at the unhindered rate or at the clients' own. */
function expectedOps(
  parameters: WorkloadParameters,
  runLength: RunLength,
  opsPerMs: number,
): number {
  if ("operations" in runLength) return runLength.operations;
  const { pauseUs, ratePerSecond } = parameters;
  const pausesAllow = pauseUs > 0 ? (clientsOf(parameters) * 1000) / pauseUs : Infinity;
  const arriving = ratePerSecond > 0 ? ratePerSecond / 1000 : Infinity;
  return Math.min(opsPerMs, pausesAllow, arriving) * runLength.durationMs;
}

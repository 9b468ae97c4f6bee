/**
 * The process in which one trial runs: it imports one strategy, warms up, collects garbage on the
 * way, runs, drains, checks the state, and sends home what it found.
 *
 * Ctrl-C reaches every process of the terminal. This one ignores it, so that the parent decides
 * what is to be kept; and it ends as soon as its parent is gone.
 */
import { failureOf, findStrategy, serveParent } from "@sync-strategies/command-kit/in-child";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { check, HistoryRecorder, register, type Verdict } from "@sync-strategies/linearizability";
import type { Strategy } from "@sync-strategies/state-store";
import {
  checkState,
  digestWorkload,
  generateArrivals,
  generateStreams,
  OperationFailedError,
  WorkloadRun,
  type RunLength,
  type OperationStream,
  type WorkloadParameters,
} from "@sync-strategies/workload";
import { watchResources } from "./resources.ts";
import { saveHistory } from "./save-history.ts";
import {
  WARM_UP_MS,
  type Measurement,
  type TrialMessage,
  type TrialPhase,
  type TrialRequest,
} from "./trial.ts";

const PROGRESS_INTERVAL_MS = 200;

const WARM_UP_CAPACITY = 100_000;

/** How much faster than its warm-up a run may be and still find its history's memory prepared. */
const PREPARED_MARGIN = 1.5;

let phase: TrialPhase = "loading";
let currentRun: WorkloadRun | undefined;
/** Keeps the count rising from one run, or phase, to the next. */
let completedBefore = 0;

const { send } = serveParent<TrialRequest, TrialMessage>({
  async serve(request) {
    setInterval(reportProgress, PROGRESS_INTERVAL_MS).unref();
    return { type: "measured", measurement: await runTrial(request) };
  },
  describeFailure(error) {
    const { message, ...rest } = failureOf(error);
    const operation = error instanceof OperationFailedError ? `${error.operation}: ` : "";
    return { type: "failed", phase, failure: { message: operation + message, ...rest } };
  },
});

async function runTrial(request: TrialRequest): Promise<Measurement> {
  const { parameters, runLength, isChecked } = request;
  const strategy = await findStrategy(request.moduleUrl, request.strategyId);
  const streams = generateStreams(parameters);
  const arrivals = generateArrivals(parameters);
  const digest = await digestWorkload(parameters, streams, arrivals);

  // What slows clients down is left out at first: with pauses, or a rate, they would do too few
  // operations for the compiler to take notice.
  const unhindered = { ...parameters, pauseUs: 0, ratePerSecond: 0, maximumInFlight: 0 };
  const warmUpMs = "operations" in runLength ? WARM_UP_MS : Math.min(WARM_UP_MS, runLength.durationMs);
  const opsPerMs = await warmUp(strategy, unhindered, streams, warmUpMs / 2, isChecked);
  const recorder = isChecked ? new HistoryRecorder() : undefined;
  recorder?.prepare(Math.ceil(expectedOps(parameters, runLength, opsPerMs) * PREPARED_MARGIN));
  // A full collection also drops machine code that was made for what it collects, and code that
  // knows one store only is dropped with the next. So the collection comes in the middle of the
  // warm-up, and several stores after it: what is made then is kept. What those leave behind is
  // young, and goes with a collection that touches no code.
  collectGarbage("major");
  for (let part = 0; part < 3; part++) {
    await warmUp(strategy, parameters, streams, warmUpMs / 6, isChecked);
  }

  enter("creating the store");
  const store = await strategy.createStore<number, number>();
  collectGarbage("minor");
  enter("running");
  const resourcesUsed = watchResources();
  currentRun = new WorkloadRun(store, parameters, streams, recorder, arrivals);
  const { acknowledgedUpdates, ...run } = await currentRun.start(runLength);
  const resources = resourcesUsed();
  const state = await checkState(store, parameters, streams, { ...run, acknowledgedUpdates });
  enter("closing");
  await store.close();
  const verdict = recorder === undefined ? null : await judge(recorder, request.saveHistoryTo);
  return { digest, run, resources, state, verdict };
}

/** Checks what was recorded, and saves it if that was asked for. */
async function judge(recorder: HistoryRecorder, saveTo: string | undefined): Promise<Verdict> {
  enter("checking");
  const history = recorder.history();
  const verdict = check(history, register(), { totalOps: recorder.total });
  if (saveTo !== undefined) {
    enter("saving the history");
    await saveHistory(saveTo, history, (lines) => (completedBefore += lines));
  }
  return verdict;
}

/**
 * Runs the workload on a store that is thrown away, so that the measured run finds its code
 * compiled. Returns the operations a millisecond.
 */
async function warmUp(
  strategy: Strategy,
  parameters: WorkloadParameters,
  streams: readonly OperationStream[],
  durationMs: number,
  isChecked: boolean,
): Promise<number> {
  enter("creating the store");
  const store = await strategy.createStore<number, number>();
  enter("warming up");
  // Recorded like the measured run, but not for keeping.
  const recorder = isChecked ? new HistoryRecorder(WARM_UP_CAPACITY) : undefined;
  currentRun = new WorkloadRun(store, parameters, streams, recorder);
  await currentRun.start(durationMs);
  const { completedOps } = currentRun;
  currentRun = undefined;
  completedBefore += completedOps;
  enter("closing");
  await store.close();
  return completedOps / durationMs;
}

/** How many operations the run is going to be of, at the unhindered rate or at the clients'. */
function expectedOps(parameters: WorkloadParameters, runLength: RunLength, opsPerMs: number): number {
  if ("operations" in runLength) return runLength.operations;
  const { readers, writers, updaters, pauseUs, ratePerSecond = 0 } = parameters;
  const clients = readers + writers + updaters;
  const pausesAllow = pauseUs > 0 ? (clients * 1000) / pauseUs : Infinity;
  const arriving = ratePerSecond > 0 ? ratePerSecond / 1000 : Infinity;
  return Math.min(opsPerMs, pausesAllow, arriving) * runLength.durationMs;
}

/** Starts the measured run on a clean heap, without asking for a flag on the command line. */
function collectGarbage(type: "major" | "minor"): void {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")({ type });
}

function enter(next: TrialPhase): void {
  phase = next;
  reportProgress();
}

function reportProgress(): void {
  send({
    type: "progress",
    phase,
    completedOps: completedBefore + (currentRun?.completedOps ?? 0),
  });
}

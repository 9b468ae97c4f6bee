/**
 * The recipe of measuring a strategy: generate the work, warm up, collect garbage on the way, run,
 * drain, check the state, check the history. It knows neither a process nor a terminal, so that
 * whatever can run a strategy can run it: a process, threads, a page. Where the clients run is
 * what differs, and is hidden in {@link Clients}; what is done with the outcome is the
 * {@link Host}'s.
 */
import { check, register, type HistoryColumns } from "@sync-strategies/linearizability";
import type {
  HistoryVerdict,
  MeasuredRound,
  MemberFigures,
  RoundTrips,
} from "@sync-strategies/results";
import {
  checkState,
  clientsOf,
  summarizeRun,
  type RunLength,
  type RunResult,
  type StateCheck,
  type WorkloadParameters,
} from "@sync-strategies/workload";
import type { Clients, Recording } from "./clients.ts";
import { generateWork } from "./work.ts";

/** How long a trial warms up before it measures, on separate stores, in milliseconds. */
export const WARM_UP_MS = 300;

/** How much faster than its warm-up a run may be and still find its history's memory prepared. */
const PREPARED_MARGIN = 1.5;

/** What a trial is doing; named in the message if it never gets done. */
export type TrialPhase =
  | "loading"
  | "preparing"
  | "creating the store"
  | "creating the state"
  | "opening the stores"
  | "counting round trips"
  | "warming up"
  | "running"
  | "checking the state"
  | "closing"
  | "disposing of the state"
  | "checking"
  | "saving the history";

/** What becomes of a trial's news. */
export interface Host {
  /** Called as each phase begins. */
  readonly enter: (phase: TrialPhase) => void;
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
export type Measurement = Omit<RunResult, "acknowledgedUpdates" | "unknownWrites"> & {
  /** Of the work that was done: if members were given different work, that of one that differs. */
  readonly digest: string;
  readonly resources: MeasuredRound["resources"];
  readonly members?: readonly MemberFigures[];
  /** Null where no server has the state. */
  readonly roundTrips: RoundTrips | null;
  readonly state: StateCheck;
  /** On the run's history; null if it was not recorded. */
  readonly check: HistoryVerdict | null;
};

/**
 * Measures a strategy once, and ends its clients. Rejects with whatever the strategy or its stores
 * throw.
 */
export async function measure(
  clients: Clients,
  request: MeasureRequest,
  host: Host,
): Promise<Measurement> {
  try {
    return await followRecipe(clients, request, host);
  } finally {
    await clients.end();
  }
}

async function followRecipe(
  clients: Clients,
  { parameters, runLength, isChecked }: MeasureRequest,
  host: Host,
): Promise<Measurement> {
  host.enter("preparing");
  const work = await generateWork(parameters);
  const digests = await clients.prepare(work);
  const digest = digests.find((one) => one !== work.digest) ?? work.digest;
  const roundTrips = (await clients.countRoundTrips?.()) ?? null;
  const warmer = new Warmer(clients, isChecked ? "discarded" : "none", host);

  // What slows clients down is left out at first: with pauses, or a rate, they would do too few
  // operations for the compiler to take notice.
  const unhindered = { ...parameters, pauseUs: 0, ratePerSecond: 0, maximumInFlight: 0 };
  const warmUpMs =
    "operations" in runLength ? WARM_UP_MS : Math.min(WARM_UP_MS, runLength.durationMs);
  const opsPerMs = await warmer.warmUp(unhindered, warmUpMs / 2);
  host.enter("preparing");
  if (isChecked) {
    const operations = expectedOps(parameters, runLength, opsPerMs);
    await clients.prepareRecording(Math.ceil(operations * PREPARED_MARGIN));
  }
  // A major collection also drops machine code that was made for what it collects, and code that
  // has seen one store only is dropped with the next. So the collection comes in the middle of the
  // warm-up, and several stores after it: what is compiled then is kept. Their garbage is young; a
  // minor collection removes it without discarding compiled code.
  await clients.collectGarbage("major");
  for (let part = 0; part < 3; part++) await warmer.warmUp(parameters, warmUpMs / 6);

  const state = await clients.open();
  await clients.collectGarbage("minor");
  host.enter("running");
  const recording = isChecked ? "kept" : "none";
  const { notes, ...figures } = await state.run({ parameters, runLength, recording });
  const result = summarizeRun(parameters, work.streams, notes);
  host.enter("checking the state");
  const stateCheck = await state.look((store) =>
    checkState(store, parameters, work.streams, result),
  );
  await state.close();
  const verdict = isChecked ? await judge(clients, host) : null;
  const { acknowledgedUpdates: _, unknownWrites: __, ...run } = result;
  return { ...run, ...figures, digest, roundTrips, state: stateCheck, check: verdict };
}

/** Checks what was recorded, and hands it to the host. */
async function judge(clients: Clients, host: Host): Promise<HistoryVerdict> {
  host.enter("checking");
  const { history, totalOps, clock, clientTitle } = await clients.history();
  // What recorded it takes much memory, and is needed no more.
  await clients.end();
  const verdict = check(history, register(), { totalOps, ...(clientTitle && { clientTitle }) });
  await host.keepHistory(history, totalOps);
  return { ...verdict, ...(clock !== undefined && { clock }) };
}

/**
 * Runs the workload on states that are thrown away, so that the measured run finds its code
 * compiled.
 */
class Warmer {
  readonly #clients: Clients;
  /** What is recorded costs as much as in the measured run. */
  readonly #recording: Recording;
  readonly #host: Host;

  constructor(clients: Clients, recording: Recording, host: Host) {
    this.#clients = clients;
    this.#recording = recording;
    this.#host = host;
  }

  /** Warms up for that long. Resolves to the operations per millisecond. */
  async warmUp(parameters: WorkloadParameters, durationMs: number): Promise<number> {
    const state = await this.#clients.open();
    this.#host.enter("warming up");
    const runLength = { durationMs };
    const { notes } = await state.run({ parameters, runLength, recording: this.#recording });
    await state.close();
    return notes.reduce((sum, { completed }) => sum + completed, 0) / durationMs;
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

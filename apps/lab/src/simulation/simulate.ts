/**
 * One strategy's store under the workload's own clients, on a virtual clock: who waits for whom,
 * without a machine's noise. The same setting gives the same lanes, on every machine.
 */
import { check, HistoryRecorder, register } from "@sync-strategies/linearizability";
import { starvedIn } from "@sync-strategies/results";
import type { Strategy } from "@sync-strategies/state-store";
import {
  checkState,
  completeParameters,
  generateStreams,
  WorkloadRun,
  type OperationStream,
  type Role,
  type WorkloadParameters,
} from "@sync-strategies/workload";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { LaneRecorder, type LaneOperation } from "./lane-recorder.ts";
import { RUN_MS, type SimulationSetting } from "./setting.ts";
import { VirtualClock } from "./virtual-clock.ts";

/** More operations than fit in any setting: each client makes at most one per millisecond. */
const MOST_OPERATIONS = 20_000;

/** What is called by the end of the run has settled long before this, unless it never will. */
const LIMIT_MS = 20 * RUN_MS;

/** One client, over the whole run. */
export interface Lane {
  readonly client: number;
  readonly role: Role;
  /** What it called in the time that is shown. */
  readonly operations: readonly LaneOperation[];
  readonly completed: number;
  /** Of all its operations, from the call until it was served, or to the end. */
  readonly waitedMs: number;
  readonly longestWaitMs: number;
  /** By the definition by which `pnpm compare` calls a client starved. */
  readonly isStarved: boolean;
}

export interface Simulation {
  readonly strategy: string;
  readonly title: string;
  readonly lanes: readonly Lane[];
  readonly lostUpdates: number;
  readonly verdict: "linearizable" | "not-linearizable" | "unknown";
  /** What else is wrong, in one line: the store waits without end, or an operation failed. */
  readonly problem: string | undefined;
}

/** Runs one strategy. Runs one at a time: the clock is the platform's. */
export async function simulate(
  strategy: Pick<Strategy, "id" | "title" | "createStore">,
  setting: SimulationSetting,
): Promise<Simulation> {
  const parameters = parametersOf(setting);
  const streams = inOrder(generateStreams(parameters), setting.order);
  using clock = new VirtualClock();
  using _ = repeatableChance();
  const history = new HistoryRecorder(MOST_OPERATIONS);
  const recorder = new LaneRecorder(history, () => clock.nowMs);
  const store = await strategy.createStore<number, number>();
  const run = new WorkloadRun(store, parameters, streams, { recorder });
  const { shownMs } = setting;
  let starved: readonly number[] = [];
  let lostUpdates = 0;
  let problem: string | undefined;
  try {
    const result = await clock.passUntil(run.start(RUN_MS), LIMIT_MS);
    starved = starvedIn(result, parameters);
    const state = await clock.passUntil(checkState(store, parameters, streams, result), LIMIT_MS);
    ({ lostUpdates } = state);
    await clock.passUntil(store.close(), LIMIT_MS);
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error);
  }
  const { verdict } = check(history.history(), register());
  return {
    strategy: strategy.id,
    title: strategy.title,
    lanes: streams.map(({ role }, client) =>
      laneOf(client, role, recorder.laneOf(client, RUN_MS), starved.includes(client), shownMs),
    ),
    lostUpdates,
    verdict,
    problem,
  };
}

function parametersOf(setting: SimulationSetting): WorkloadParameters {
  const { readers, updaters, keys, holdMs, pauseMs, seed } = setting;
  return completeParameters({
    readers,
    writers: 0,
    updaters,
    keys,
    pauseUs: pauseMs * 1000,
    hold: holdMs * 1000,
    seed,
  });
}

/** Clients call in the order of their streams: whose come first is what the order decides. */
function inOrder(
  streams: readonly OperationStream[],
  order: SimulationSetting["order"],
): OperationStream[] {
  const readers = streams.filter(({ role }) => role === "reader");
  const updaters = streams.filter(({ role }) => role === "updater");
  if (order === "readers-first") return [...readers, ...updaters];
  if (order === "updaters-first") return [...updaters, ...readers];
  // Evenly: each updater after its share of the readers.
  const share = readers.length / Math.max(1, updaters.length);
  return updaters
    .flatMap((updater, index) => [
      ...readers.slice(Math.round(index * share), Math.round((index + 1) * share)),
      updater,
    ])
    .concat(updaters.length === 0 ? readers : []);
}

function laneOf(
  client: number,
  role: Role,
  operations: readonly LaneOperation[],
  isStarved: boolean,
  shownMs: number,
): Lane {
  const waits = operations.map(waitOf);
  return {
    client,
    role,
    operations: operations.filter(({ calledMs }) => calledMs < shownMs),
    completed: operations.filter(({ completedMs }) => completedMs !== undefined).length,
    waitedMs: waits.reduce((sum, wait) => sum + wait, 0),
    longestWaitMs: Math.max(0, ...waits),
    isStarved,
  };
}

/** From the call to the last call of its updater, or else to its end. Attempts in vain are waits. */
function waitOf({ calledMs, completedMs, attemptsMs }: LaneOperation): number {
  return (attemptsMs.at(-1) ?? completedMs ?? RUN_MS) - calledMs;
}

/** Some stores choose at random: here they choose the same each time. */
function repeatableChance(): Disposable {
  const original = Math.random;
  const stream = xoroshiro128plus(1);
  Math.random = () => uniformFloat64(stream);
  return { [Symbol.dispose]: () => void (Math.random = original) };
}

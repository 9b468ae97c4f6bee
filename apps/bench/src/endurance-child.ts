/**
 * The process in which a strategy's ten million operations run. All of them come from its event
 * loop, so what threads can share is a state with one member here.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { messageOf } from "@sync-strategies/command-kit";
import { loadStrategies, serveParent } from "@sync-strategies/command-kit/in-child";
import { nextTurn } from "@sync-strategies/event-loop";
import {
  isShared,
  withOneMember,
  type SharedStrategy,
  type Strategy,
} from "@sync-strategies/state-store";
import {
  generateStreams,
  presets,
  WorkloadRun,
  type OperationStream,
} from "@sync-strategies/workload";
import type { Endurance, EnduranceAnswer, EnduranceRequest, Memory } from "./endurance.ts";

const { parameters } = presets.saturated;
const { keys } = parameters;
const WARM_UP_OPERATIONS = 300_000;
const TIMER_MS = 5;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const { send } = serveParent<EnduranceRequest, EnduranceAnswer>({
  serve: async (request) => ({ results: await runAll(request) }),
  describeFailure: (error) => ({ failed: messageOf(error) }),
});

async function runAll({ moduleUrl, operations }: EnduranceRequest): Promise<Endurance[]> {
  const results: Endurance[] = [];
  for (const strategy of await loadStrategies(moduleUrl)) {
    send({ running: `${strategy.id}, warm-up` });
    // The first run leaves behind what every run does once: compiled code, above all.
    await runOnce(strategy, WARM_UP_OPERATIONS);
    send({ running: strategy.id });
    results.push(await runOnce(strategy, operations));
  }
  return results;
}

async function runOnce(
  strategy: Strategy | SharedStrategy,
  operations: number,
): Promise<Endurance> {
  // Made beforehand, since that takes longer than a timer should have to wait.
  const streams = generateStreams(parameters);
  const before = await collectedMemory();
  const timers = new WatchedTimers();
  const folder = await mkdtemp(join(tmpdir(), "endurance-"));
  const plain = isShared(strategy) ? withOneMember(strategy, { keys, folder }) : strategy;
  const { startedAt, elapsedMs } = await runThrough(plain, streams, operations);
  // Summing up afterwards takes the run a while, in which no timer can ring.
  const { latestMs, count } = timers.stop(startedAt + elapsedMs);
  await rm(folder, { recursive: true });
  const after = await collectedMemory();
  return {
    strategy: strategy.id,
    operations,
    elapsedMs,
    growth: {
      heap: after.heap - before.heap,
      buffers: after.buffers - before.buffers,
      resident: after.resident - before.resident,
    },
    latestTimerMs: latestMs,
    timers: count,
  };
}

/** Keeps nothing: whatever stays on the heap is the strategy's. */
async function runThrough(
  strategy: Strategy,
  streams: readonly OperationStream[],
  operations: number,
): Promise<{ startedAt: number; elapsedMs: number }> {
  const store = await strategy.createStore<number, number>();
  const run = new WorkloadRun(store, parameters, streams);
  const startedAt = performance.now();
  const { elapsedMs } = await run.start({ operations });
  await store.close();
  return { startedAt, elapsedMs };
}

async function collectedMemory(): Promise<Memory> {
  for (let turn = 0; turn < 3; turn++) {
    await nextTurn();
    collectGarbage();
  }
  const { heapUsed: heap, arrayBuffers: buffers, rss: resident } = process.memoryUsage();
  return { heap, buffers, resident };
}

/** One timer after another, each of which notes how late it was. */
class WatchedTimers {
  #latestMs = 0;
  #count = 0;
  #dueAt = performance.now() + TIMER_MS;
  readonly #ring = (): void => {
    this.#note(performance.now());
    this.#dueAt = performance.now() + TIMER_MS;
    this.#timer.refresh();
  };
  readonly #timer = setTimeout(this.#ring, TIMER_MS);

  /** @param at when the run ended: a timer that has not rung is as late as it was then. */
  stop(at: number): { latestMs: number; count: number } {
    clearTimeout(this.#timer);
    this.#note(at);
    return { latestMs: this.#latestMs, count: this.#count };
  }

  #note(now: number): void {
    this.#latestMs = Math.max(this.#latestMs, now - this.#dueAt);
    this.#count += 1;
  }
}

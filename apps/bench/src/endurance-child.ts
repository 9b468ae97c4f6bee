/** The process that a strategy's ten million operations run in. */
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Strategy } from "@sync-strategies/state-store";
import { generateStreams, presets, WorkloadRun } from "@sync-strategies/workload";
import type { Endurance, EnduranceAnswer, EnduranceRequest } from "./endurance.ts";

const { parameters } = presets.saturated;
const WARM_UP_OPERATIONS = 300_000;
const TIMER_MS = 5;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

process.on("disconnect", () => process.exit());
process.once("message", (request: EnduranceRequest) => {
  runAll(request).then(
    (results) => answer({ results }, () => process.exit()),
    (error: unknown) => answer({ failed: String(error) }, () => process.exit()),
  );
});

async function runAll({ moduleUrl, operations }: EnduranceRequest): Promise<Endurance[]> {
  const module = (await import(moduleUrl)) as { default: Strategy | Strategy[] };
  const results: Endurance[] = [];
  for (const strategy of [module.default].flat()) {
    answer({ running: strategy.id });
    // The first run leaves behind what every run does once: compiled code, above all.
    await runOnce(strategy, WARM_UP_OPERATIONS);
    results.push(await runOnce(strategy, operations));
  }
  return results;
}

async function runOnce(strategy: Strategy, operations: number): Promise<Endurance> {
  const heapBefore = await collectedHeap();
  const timers = new WatchedTimers();
  const elapsedMs = await runThrough(strategy, operations);
  const { latestMs, count } = timers.stop();
  return {
    strategy: strategy.id,
    operations,
    elapsedMs,
    heapGrowthBytes: (await collectedHeap()) - heapBefore,
    latestTimerMs: latestMs,
    timers: count,
  };
}

/** Leaves nothing behind itself: whatever stays is the strategy's. */
async function runThrough(strategy: Strategy, operations: number): Promise<number> {
  const store = await strategy.createStore<number, number>();
  const run = new WorkloadRun(store, parameters, generateStreams(parameters));
  const { elapsedMs } = await run.start({ operations });
  await store.close();
  return elapsedMs;
}

async function collectedHeap(): Promise<number> {
  for (let turn = 0; turn < 3; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
  }
  return getHeapStatistics().used_heap_size;
}

/** One timer after another, each of which notes how late it was. */
class WatchedTimers {
  #latestMs = 0;
  #count = 0;
  #dueAt = performance.now() + TIMER_MS;
  readonly #ring = (): void => {
    this.#note();
    this.#dueAt = performance.now() + TIMER_MS;
    this.#timer.refresh();
  };
  readonly #timer = setTimeout(this.#ring, TIMER_MS);

  stop(): { latestMs: number; count: number } {
    clearTimeout(this.#timer);
    // A timer that never came is as late as it is now.
    this.#note();
    return { latestMs: this.#latestMs, count: this.#count };
  }

  #note(): void {
    this.#latestMs = Math.max(this.#latestMs, performance.now() - this.#dueAt);
    this.#count += 1;
  }
}

function answer(message: EnduranceAnswer, then = (): void => {}): void {
  process.send?.(message, then);
}

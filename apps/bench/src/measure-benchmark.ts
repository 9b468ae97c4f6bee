/**
 * One benchmark with one library, in this process. It either times operations or counts their
 * promises, never both, since counting slows them down.
 */
import { promiseHooks, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { benchmarks, type Run } from "./benchmarks.ts";
import { loadPrimitives } from "./find-primitives.ts";
import type { Counted, Measured, MeasureRequest } from "./measured.ts";

const WARM_UP_MS = 100;
const SAMPLES = 3;
const SAMPLE_MS = 30;
const COUNTED_OPERATIONS = 6400;

/**
 * Measures one benchmark with one library: warms up, then times the operations, or counts their
 * promises.
 *
 * @throws {TypeError} if the library has no primitive for that benchmark.
 */
export async function measureBenchmark({
  moduleUrl,
  benchmark: index,
  isCounted,
}: MeasureRequest): Promise<Measured> {
  const benchmark = benchmarks[index];
  const run = benchmark?.prepare(await loadPrimitives(moduleUrl));
  if (benchmark === undefined || run === undefined) throw new TypeError("there is no such row");
  if (isCounted) return count(run, benchmark.ownAwaits);
  const operationsPerMs = await warmUp(run);
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  const samples: number[] = [];
  for (let sample = 0; sample < SAMPLES; sample++) {
    samples.push(await nanosecondsOf(run, Math.ceil(operationsPerMs * SAMPLE_MS)));
  }
  return { nanoseconds: samples.toSorted((one, other) => one - other)[1] ?? Number.NaN };
}

/** Returns the operations per millisecond. */
async function warmUp(run: Run): Promise<number> {
  const startedAt = performance.now();
  let operations = 64;
  let elapsedMs = 0;
  for (;;) {
    const nanoseconds = await nanosecondsOf(run, operations);
    elapsedMs = performance.now() - startedAt;
    if (elapsedMs >= WARM_UP_MS) return 1e6 / nanoseconds;
    operations *= 2;
  }
}

async function nanosecondsOf(run: Run, operations: number): Promise<number> {
  const startedAt = performance.now();
  await run(operations);
  return ((performance.now() - startedAt) * 1e6) / operations;
}

/**
 * Promises made, and reactions run, per operation. While V8 reports promises it makes one more
 * for every await; those of the benchmark's own awaits are subtracted here.
 */
async function count(run: Run, ownAwaits: number): Promise<Counted> {
  await run(COUNTED_OPERATIONS);
  let promises = 0;
  let hops = 0;
  const stop = promiseHooks.createHook({
    init: () => (promises += 1),
    before: () => (hops += 1),
  });
  await run(COUNTED_OPERATIONS);
  stop();
  return {
    promises: promises / COUNTED_OPERATIONS - ownAwaits,
    hops: hops / COUNTED_OPERATIONS,
  };
}

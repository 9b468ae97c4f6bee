/**
 * The process in which one benchmark runs with one library: it warms up, then times the
 * operations or counts what they make of promises. Never both, since counting slows them down.
 */
import { promiseHooks, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { benchmarks, type Run } from "./benchmarks.ts";
import { loadPrimitives } from "./find-primitives.ts";
import type { MeasureRequest, Measured } from "./measured.ts";

const WARM_UP_MS = 100;
const SAMPLES = 3;
const SAMPLE_MS = 30;
const COUNTED_OPERATIONS = 6400;

process.on("disconnect", () => process.exit());
process.once("message", (request: MeasureRequest) => {
  measure(request).then(
    (measured) => process.send?.(measured, () => process.exit()),
    (error: unknown) => process.send?.({ failed: String(error) }, () => process.exit()),
  );
});

async function measure({
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

/** Returns the operations a millisecond. */
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
 * Promises made, and reactions run, for each operation. While V8 tells of promises it makes one
 * more for every await; those of the benchmark's own awaits are taken off here.
 */
async function count(run: Run, ownAwaits: number): Promise<Measured> {
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

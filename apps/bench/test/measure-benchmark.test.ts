import { expect, test } from "vitest";
import { benchmarks } from "../src/benchmarks.ts";
import { measureBenchmark } from "../src/measure-benchmark.ts";

const oneTask = benchmarks.findIndex(({ group, name }) => group === "lock" && name === "1 task");

test.each([
  // A free UncheckedLock makes no promise; the caller's await remains.
  ["unchecked-lock", 1, 1],
  ["fair-lock", 1, 1],
  ["async-mutex-semaphore", 1, 1],
  ["async-mutex", 3, 2],
])("an uncontended lock costs: %s, %d promises and %d hops", async (name, promises, hops) => {
  const moduleUrl = new URL(`../src/primitives/${name}.ts`, import.meta.url).href;
  const counted = await measureBenchmark({ moduleUrl, benchmark: oneTask, isCounted: true });
  expect(counted).toEqual({
    promises: expect.closeTo(promises, 0),
    hops: expect.closeTo(hops, 0),
  });
});

test("a library without the primitive has no such row", async () => {
  const moduleUrl = new URL("../src/primitives/actor.ts", import.meta.url).href;
  const request = { moduleUrl, benchmark: oneTask, isCounted: true };
  await expect(measureBenchmark(request)).rejects.toThrow("there is no such row");
});

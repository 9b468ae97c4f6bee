import { describe, expect, test } from "vitest";
import { benchmarks } from "../src/benchmarks.ts";
import type { Primitives } from "@sync-strategies/primitives";
import actor from "../src/primitives/actor.ts";
import mutex from "../src/primitives/async-mutex.ts";
import semaphore from "../src/primitives/async-mutex-semaphore.ts";
import channels from "../src/primitives/channels.ts";
import fairLock from "../src/primitives/fair-lock.ts";
import handOver from "../src/primitives/hand-over.ts";
import uncheckedLock from "../src/primitives/unchecked-lock.ts";

const libraries = [actor, channels, fairLock, handOver, mutex, semaphore, uncheckedLock];

describe.each(libraries)("$id", (primitives) => {
  const fitting = benchmarks.flatMap(({ group, name, prepare }) => {
    const run = prepare(primitives);
    return run === undefined ? [] : [{ title: `${group}, ${name}`, run }];
  });

  test("takes part in something", () => {
    expect(fitting.length).toBeGreaterThan(0);
  });

  test.each(fitting)("gets to the end of $title, again and again", async ({ run }) => {
    for (const operations of [1, 640, 641]) await expect(run(operations)).resolves.toBeUndefined();
  });
});

test("a library is asked only for what it has", () => {
  const nothing: Primitives = { id: "nothing" };
  expect(benchmarks.map(({ prepare }) => prepare(nothing))).toEqual(
    benchmarks.map(() => undefined),
  );
});

test("a server that mixes up replies is found out", async () => {
  const confused: Primitives = {
    id: "confused",
    startServer: (serve) => async () => serve(0),
  };
  const runs = benchmarks.flatMap(({ prepare }) => prepare(confused) ?? []);
  expect(runs).toHaveLength(2);
  for (const run of runs) await expect(run(1000)).rejects.toThrow("reply");
});

import { expect, test } from "vitest";
import type { Row } from "../src/measure.ts";
import { countingNote, enduranceTable, groupTable } from "../src/tables.ts";

const row: Row = {
  group: "post-reply",
  benchmark: "100 clients",
  library: "async-mutex Semaphore",
  nanoseconds: [],
  medianNs: 123_456,
  intervalNs: { low: 10_000, high: 90_000 },
  promises: 123.456,
  hops: 123.456,
  problem: null,
};

test("a row fits 80 columns", () => {
  const lines = [...groupTable("post-reply", [row]), ...countingNote];
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
});

test("a row has its figures, and a dash where there is none", () => {
  const [, , , line] = groupTable("post-reply", [
    { ...row, library: "actor", medianNs: 113, intervalNs: null, promises: 1, hops: 2 },
  ]);
  expect(line).toMatch(/^ {2}actor +113 +– +1\.00 +2\.00$/);
});

test("a row without figures has the reason", () => {
  const lines = groupTable("post-reply", [{ ...row, library: "x", problem: "it died" }]);
  expect(lines.at(-1)).toBe("  x: no figures, it died");
});

test("endurance has a row per strategy", () => {
  const result = {
    strategy: "channels",
    operations: 20_000,
    elapsedMs: 10,
    growth: { heap: -1_048_576, buffers: 0, resident: 1_572_864 },
    latestTimerMs: 0.5,
    timers: 3,
  };
  const lines = enduranceTable([result]);
  expect(lines.at(-1)).toMatch(/^channels +500 +-1\.00 MB +\+0\.00 MB +\+1\.50 MB +0\.5 ms +3$/);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
});

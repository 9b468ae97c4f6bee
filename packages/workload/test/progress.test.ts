import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { completedPerTenth } from "@sync-strategies/workload";
import { Progress } from "../src/progress.ts";

const at = (elapsedMs: number, completed: number) => ({ elapsedMs, completed });

describe("operations in each tenth of a run", () => {
  test("are told from samples at any times, taken to be even between two of them", () => {
    const samples = [at(10, 10), at(25, 40), at(90, 40)];
    expect(completedPerTenth(samples, at(100, 60))).toEqual([10, 20, 10, 0, 0, 0, 0, 0, 0, 20]);
  });

  test("add up to the whole, whatever is rounded", () => {
    const tenths = completedPerTenth([at(33, 7), at(61, 20)], at(97, 23));
    expect(tenths.reduce((sum, count) => sum + count, 0)).toBe(23);
    expect(Math.min(...tenths)).toBeGreaterThanOrEqual(0);
  });

  test("are even if there was no sample, and leave out samples from after the end", () => {
    expect(completedPerTenth([], at(50, 100))).toEqual(Array(10).fill(10));
    expect(completedPerTenth([at(50, 100), at(60, 150)], at(50, 100))).toEqual(Array(10).fill(10));
    expect(completedPerTenth([], at(0, 0))).toEqual(Array(10).fill(0));
  });
});

describe("samples of the progress", () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] }));
  afterEach(() => vi.useRealTimers());

  test("tell how late the timer was that took them", () => {
    const inTime = performance.now.bind(performance);
    let lagMs = 0;
    vi.spyOn(performance, "now").mockImplementation(() => inTime() + lagMs);
    const progress = new Progress(() => 0);
    progress.start(performance.now());
    vi.advanceTimersByTime(10);
    lagMs = 40;
    vi.advanceTimersByTime(10);
    progress.stop();
    expect([...progress.lateness().keptMs]).toEqual([0, 0, 40, 0]);
  });

  test("stay few however long the run, and reach from its beginning to its end", () => {
    const progress = new Progress(() => performance.now() * 3);
    progress.start(performance.now());
    vi.advanceTimersByTime(60_000);
    progress.stop();
    expect(vi.getTimerCount()).toBe(0);
    expect(progress.samples.length).toBeGreaterThan(200);
    expect(progress.samples.length).toBeLessThan(512);
    const tenths = completedPerTenth(progress.samples, at(60_000, 180_000));
    expect(tenths).toEqual(Array(10).fill(18_000));
  });
});

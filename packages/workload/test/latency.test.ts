import { expect, test } from "vitest";
import { summarizeLatency } from "@sync-strategies/workload";
import { LatencyReservoir, type LatencySample } from "../src/latency.ts";

function reservoirOf(milliseconds: readonly number[]): LatencySample {
  const reservoir = new LatencyReservoir();
  for (const time of milliseconds) reservoir.add(time);
  return reservoir.sample();
}

const oneTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

test("percentiles are nearest ranks, in microseconds", () => {
  const summary = summarizeLatency([reservoirOf(oneTo(1000).toReversed())]);
  expect(summary).toMatchObject({ samples: 1000, p50Us: 500_000, p90Us: 900_000, maxUs: 1e6 });
  expect(summary.p99Us).toBe(990_000);
});

test("a percentile is given only if at least ten samples lie above it", () => {
  expect(summarizeLatency([reservoirOf(oneTo(1000))]).p999Us).toBeUndefined();
  expect(summarizeLatency([reservoirOf(oneTo(999))]).p99Us).toBeUndefined();
  expect(summarizeLatency([reservoirOf(oneTo(20))]).p50Us).toBe(10_000);
  expect(summarizeLatency([reservoirOf(oneTo(19))]).p50Us).toBeUndefined();
  expect(summarizeLatency([])).toMatchObject({ samples: 0, maxUs: undefined });
});

test("several reservoirs are summarized as one", () => {
  const all = oneTo(1000);
  const halves = [
    reservoirOf(all.filter((time) => time % 2 === 0)),
    reservoirOf(all.filter((time) => time % 2 === 1)),
  ];
  expect(summarizeLatency(halves)).toEqual(summarizeLatency([reservoirOf(all)]));
});

test("memory stays bounded, and what is kept is a fair sample of all", () => {
  const reservoir = new LatencyReservoir();
  const count = 1_000_000;
  for (let index = 0; index < count; index++) reservoir.add(index);
  const { samples, keptMs: kept } = reservoir.sample();
  expect(samples).toBe(count);
  expect(kept.length).toBe(2 ** 18);
  // The mean of a uniform sample this large lies within 1% of the whole's, but for one run in
  // very many; a reservoir that kept the first samples alone would be off by three quarters.
  const mean = kept.reduce((sum, value) => sum + value, 0) / kept.length;
  expect(Math.abs(mean / (count / 2) - 1)).toBeLessThan(0.01);
});

test("samples of which one kept a smaller part than the other still count alike", () => {
  const quick = new LatencyReservoir();
  for (let index = 0; index < 900_000; index++) quick.add(1);
  const slow = new LatencyReservoir();
  for (let index = 0; index < 100_000; index++) slow.add(100 + index);
  const {
    samples,
    p50Us,
    p99Us = 0,
    maxUs,
    distribution = [],
  } = summarizeLatency([quick.sample(), slow.sample()]);
  expect({ samples, p50Us, maxUs }).toEqual({ samples: 1e6, p50Us: 1000, maxUs: 100_099_000 });
  // Of all that was timed a tenth was slow; of all that was kept, more than a quarter.
  expect(p99Us / 90_100_000).toBeCloseTo(1, 2);
  const [[, quickOnes] = [0, 0]] = distribution;
  const all = distribution.reduce((sum, [, count]) => sum + count, 0);
  expect(quickOnes / all).toBeCloseTo(0.9, 4);
});

test("the distribution holds every sample, in buckets of a twentieth of a decade", () => {
  const { distribution = [], samples } = summarizeLatency([reservoirOf(oneTo(1000))]);
  expect(distribution.reduce((sum, [, count]) => sum + count, 0)).toBe(samples);
  expect(distribution.length).toBeLessThan(61);
  // Of 1 to 1000 ms, as many lie at or below a bound as the bound has whole milliseconds.
  let below = 0;
  for (const [upperUs, count] of distribution) {
    below += count;
    expect(below).toBe(Math.floor(upperUs / 1000));
  }
  expect(distribution.slice(0, 2)).toEqual([
    [1000, 1],
    [2238.72, 1],
  ]);
  expect(distribution.at(-1)?.[0]).toBe(1e6);
});

test("the distribution takes what the clock cannot tell from nothing for a nanosecond", () => {
  expect(summarizeLatency([reservoirOf([0, 0, 0.1])]).distribution).toEqual([
    [0.001, 2],
    [100, 1],
  ]);
  expect(summarizeLatency([]).distribution).toEqual([]);
});

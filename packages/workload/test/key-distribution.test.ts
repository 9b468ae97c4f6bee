import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { describe, expect, test } from "vitest";
import {
  generateStreams,
  hotKeys,
  keyDrawer,
  presets,
  type KeyDistribution,
} from "@sync-strategies/workload";

const DRAWS = 500_000;

/** How often each key is drawn. The seed is fixed, so a test passes always or never. */
function draw(distribution: KeyDistribution, keys: number, draws = DRAWS): Float64Array {
  const next = keyDrawer(distribution, keys, xoroshiro128plus(42));
  const counts = new Float64Array(keys);
  for (let index = 0; index < draws; index++) {
    const key = next();
    if (!(Number.isInteger(key) && key >= 0 && key < keys)) throw new RangeError(`drew ${key}`);
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

const normalize = (weights: readonly number[]): number[] => {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
};

const zipf = (keys: number, exponent: number): number[] =>
  normalize(Array.from({ length: keys }, (_, index) => 1 / (index + 1) ** exponent));

const hotspot = (keys: number, hot: number): number[] =>
  Array.from({ length: keys }, (_, key) => (key < hot ? 0.8 / hot : 0.2 / (keys - hot)));

/** Pearson's chi-square, as standard deviations from what chance alone gives on average. */
function distance(counts: Float64Array, probabilities: readonly number[]): number {
  const draws = counts.reduce((sum, count) => sum + count, 0);
  const chiSquare = probabilities.reduce((sum, probability, key) => {
    const expected = probability * draws;
    return sum + ((counts[key] ?? 0) - expected) ** 2 / expected;
  }, 0);
  const freedom = probabilities.length - 1;
  return (chiSquare - freedom) / Math.sqrt(2 * freedom);
}

describe("keys are drawn with the probabilities of", () => {
  test.each([2, 5, 1000])("the uniform distribution: %i keys", (keys) => {
    const counts = draw("uniform", keys);
    expect(distance(counts, normalize(Array<number>(keys).fill(1)))).toBeLessThan(4);
  });

  test.each([2, 5, 1000])("Zipf's law with the exponent 0.99: %i keys", (keys) => {
    expect(distance(draw("zipf", keys), zipf(keys, 0.99))).toBeLessThan(4);
  });

  test.each([
    [2, 1],
    [5, 1],
    [8, 2],
    [1000, 200],
  ])("a hotspot: %i keys, %i of them hot", (keys, hot) => {
    expect(hotKeys(keys)).toBe(hot);
    expect(distance(draw("hotspot", keys), hotspot(keys, hot))).toBeLessThan(4);
  });

  test("their own distribution and no other, as far as that many draws can tell", () => {
    expect(distance(draw("zipf", 1000), zipf(1000, 1))).toBeGreaterThan(4);
    expect(distance(draw("hotspot", 1000), hotspot(1000, 199))).toBeGreaterThan(4);
    expect(distance(draw("uniform", 1000), zipf(1000, 0.05))).toBeGreaterThan(4);
  });
});

test("a million keys are within reach, the last of them, too", () => {
  const keys = 1_000_000;
  for (const distribution of ["uniform", "zipf", "hotspot"] as const) {
    expect(
      draw(distribution, keys, 100_000)
        .subarray(keys / 2)
        .some(Boolean),
    ).toBe(true);
  }
  // The hottest key gets the share that the law gives it among so many.
  const [hottest = 0] = zipf(keys, 0.99);
  const share = (draw("zipf", keys)[0] ?? 0) / DRAWS;
  expect(Math.abs(share / hottest - 1)).toBeLessThan(0.02);
});

test("the streams draw their keys from the distribution that the workload names", () => {
  const parameters = { ...presets.saturated.parameters, keys: 50 };
  const probabilities = {
    uniform: normalize(Array<number>(50).fill(1)),
    zipf: zipf(50, 0.99),
    hotspot: hotspot(50, 10),
  };
  for (const keyDistribution of ["uniform", "zipf", "hotspot"] as const) {
    const counts = new Float64Array(50);
    for (const { keys } of generateStreams({ ...parameters, keyDistribution })) {
      for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
    }
    expect(distance(counts, probabilities[keyDistribution]), keyDistribution).toBeLessThan(4);
  }
});

import {
  gammaln,
  geometricMean as theirGeometricMean,
  mean as theirMean,
  median as theirMedian,
  sampleStandardDeviation,
} from "simple-statistics";
import { describe, expect, test } from "vitest";
import {
  compareTwoResults,
  estimateMean,
  estimateRatio,
  geometricMean,
  mean,
  median,
  standardDeviation,
  tQuantile,
  twoSidedPValue,
} from "../src/index.ts";
import { measure, random } from "./synthetic.ts";

describe("agreement with another library, on random data", () => {
  test("mean, deviation, median and geometric mean", () => {
    const source = random(1);
    for (let sample = 0; sample < 500; sample++) {
      const size = 2 + Math.floor(source.uniform() * 30);
      const values = Array.from(
        { length: size },
        () => 1 + source.uniform() * 10 ** (source.uniform() * 6),
      );
      expect(mean(values)).toBeCloseTo(theirMean(values), 6);
      expect(standardDeviation(values)).toBeCloseTo(sampleStandardDeviation(values), 5);
      expect(median(values)).toBeCloseTo(theirMedian(values), 9);
      expect(geometricMean(values) / theirGeometricMean(values)).toBeCloseTo(1, 9);
    }
  });

  test("Student's distribution, its quantiles and its tails", () => {
    const source = random(2);
    for (let sample = 0; sample < 200; sample++) {
      const degrees = 1 + source.uniform() * 40;
      const t = source.uniform() * 8;
      const below = 0.5 + integrate((x) => studentDensity(x, degrees), 0, t);
      expect(twoSidedPValue(t, degrees)).toBeCloseTo(2 * (1 - below), 7);
      expect(tQuantile(below, degrees) / t).toBeCloseTo(1, 5);
    }
  });
});

/** By its definition, with the other library's gamma function. */
function studentDensity(t: number, degrees: number): number {
  const scale = gammaln((degrees + 1) / 2) - gammaln(degrees / 2);
  const tail = (1 + t ** 2 / degrees) ** (-(degrees + 1) / 2);
  return (Math.exp(scale) / Math.sqrt(degrees * Math.PI)) * tail;
}

/** Simpson's rule. */
function integrate(density: (x: number) => number, from: number, to: number): number {
  const steps = 2000;
  const width = (to - from) / steps;
  let sum = density(from) + density(to);
  for (let step = 1; step < steps; step++) {
    sum += density(from + step * width) * (step % 2 === 1 ? 4 : 2);
  }
  return (sum * width) / 3;
}

const experiments = 10_000;

/** The share of experiments for which the function returns true. */
function shareOf(seed: number, holds: (source: ReturnType<typeof random>) => boolean): number {
  const source = random(seed);
  let count = 0;
  for (let experiment = 0; experiment < experiments; experiment++) if (holds(source)) count++;
  return count / experiments;
}

describe("intervals hold the truth in 95 of 100 experiments", () => {
  test.each([6, 10, 20])("of a mean, with %d rounds", (rounds) => {
    const share = shareOf(rounds, (source) => {
      const [rates = []] = measure(source, [1000], { rounds });
      const { low, high } = estimateMean(rates);
      return low <= 1000 && 1000 <= high;
    });
    expect(share).toBeGreaterThan(0.943);
    expect(share).toBeLessThan(0.957);
  });

  test.each([6, 10, 20])("of a ratio, with %d rounds", (rounds) => {
    const share = shareOf(100 + rounds, (source) => {
      const [ours = [], theirs = []] = measure(source, [800, 1000], { rounds });
      const { low, high } = estimateRatio(ours, theirs);
      return low <= 0.8 && 0.8 <= high;
    });
    expect(share).toBeGreaterThan(0.943);
    expect(share).toBeLessThan(0.957);
  });

  test("of a ratio between results measured at different times, however unequal", () => {
    const share = shareOf(7, (source) => {
      const [newer = []] = measure(source, [900], { rounds: 8, commonNoise: 0, noise: 0.08 });
      const [older = []] = measure(source, [1000], { rounds: 14, commonNoise: 0, noise: 0.02 });
      const { low, high } = compareTwoResults(newer, older);
      return low <= 0.9 && 0.9 <= high;
    });
    expect(share).toBeGreaterThan(0.94);
    expect(share).toBeLessThan(0.96);
  });
});

/** Hours of sleep gained with two drugs: the data of Student's paper of 1908. */
const firstDrug = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0].map(Math.exp);
const secondDrug = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4].map(Math.exp);

describe("agreement with what R's t.test prints for Student's sleep data", () => {
  test.each([
    ["paired", estimateRatio, 0.002833, -2.4598858, -0.7001142],
    ["as two samples, after Welch", compareTwoResults, 0.07939, -3.3654832, 0.2054832],
  ])("%s", (_, compare, pValue, low, high) => {
    const found = compare(firstDrug, secondDrug);
    expect(found.pValue).toBeCloseTo(pValue, 5);
    expect(Math.log(found.value)).toBeCloseTo(-1.58, 9);
    expect(Math.log(found.low)).toBeCloseTo(low, 6);
    expect(Math.log(found.high)).toBeCloseTo(high, 6);
  });
});

test("what a round does to all contenders alike does not blur their ratio", () => {
  const [ours = [], theirs = []] = measure(random(3), [800, 1000], { noise: 0, commonNoise: 0.5 });
  const { value, low, high } = estimateRatio(ours, theirs);
  expect([value, low, high].map((number) => number.toFixed(6))).toEqual(
    Array.from({ length: 3 }, () => "0.800000"),
  );
});

test("equal values are no difference, and constant ones are certain", () => {
  expect(estimateRatio([5, 5, 5], [5, 5, 5])).toMatchObject({ value: 1, pValue: 1 });
  expect(estimateRatio([10, 10, 10], [5, 5, 5]).pValue).toBeCloseTo(0, 12);
  expect(compareTwoResults([5, 5], [5, 5])).toMatchObject({ value: 1, low: 1, high: 1 });
});

test.each([
  ["too few values", () => estimateMean([1])],
  ["a rate of zero", () => estimateMean([1, 0])],
  ["rounds that do not pair", () => estimateRatio([1, 2], [1])],
])("%s is refused", (_, estimate) => {
  expect(estimate).toThrow(RangeError);
});

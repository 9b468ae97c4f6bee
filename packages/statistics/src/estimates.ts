/**
 * Estimates of rates and of their ratios, each with an interval. All arithmetic is on logarithms:
 * disturbances slow a measurement by a share, not by a fixed amount.
 */
import { assertSize, logarithms, mean, standardDeviation } from "./moments.ts";
import { tQuantile, twoSidedPValue } from "./student.ts";

const LEVEL = 0.95;

export interface Estimate {
  readonly value: number;
  /** The 95% interval: of many such intervals, 95 in 100 hold the truth. */
  readonly low: number;
  readonly high: number;
  /** The number of values behind the estimate. */
  readonly count: number;
}

export interface Ratio extends Estimate {
  /** The probability of a ratio at least this far from 1 if the true ratio is 1; uncorrected. */
  readonly pValue: number;
}

/**
 * The geometric mean of rates with its interval.
 *
 * @throws {RangeError} for fewer than two values, or values that are not above 0.
 */
export function estimateMean(values: readonly number[]): Estimate {
  const { value, low, high, count } = fromLogarithms(logarithms(values));
  return { value, low, high, count };
}

/**
 * How many times as fast one is as the other, from rounds in which both ran: a round's common
 * fate cancels out. With d the logarithms of the rounds' ratios it is
 * exp(mean d ± t(0.975, n − 1) · sd(d) / √n).
 *
 * @throws {RangeError} for fewer than two rounds, or values that are not above 0.
 */
export function estimateRatio(values: readonly number[], baseline: readonly number[]): Ratio {
  if (values.length !== baseline.length) {
    throw new RangeError(`${values.length} rounds cannot be paired with ${baseline.length}`);
  }
  const [ours, theirs] = [logarithms(values), logarithms(baseline)];
  return fromLogarithms(ours.map((value, round) => value - theirs[round]!));
}

/**
 * How many times as fast the new runs are as the old ones, which were measured at another time:
 * Welch's test (*The Generalization of 'Student's' Problem*, Biometrika 1947), on logarithms.
 *
 * @throws {RangeError} for fewer than two values of either, or values that are not above 0.
 */
export function compareTwoResults(newer: readonly number[], older: readonly number[]): Ratio {
  const [ours, theirs] = [logarithms(newer), logarithms(older)];
  const difference = mean(ours) - mean(theirs);
  const [ourPart, theirPart] = [ours, theirs].map(
    (logs) => standardDeviation(logs) ** 2 / logs.length,
  );
  const variance = ourPart! + theirPart!;
  const degreesOfFreedom =
    variance === 0
      ? ours.length + theirs.length - 2
      : variance ** 2 / (ourPart! ** 2 / (ours.length - 1) + theirPart! ** 2 / (theirs.length - 1));
  return ratioOf(
    difference,
    Math.sqrt(variance),
    degreesOfFreedom,
    Math.min(ours.length, theirs.length),
  );
}

function fromLogarithms(logs: readonly number[]): Ratio {
  assertSize(logs, 2);
  const error = standardDeviation(logs) / Math.sqrt(logs.length);
  return ratioOf(mean(logs), error, logs.length - 1, logs.length);
}

function ratioOf(log: number, error: number, degreesOfFreedom: number, count: number): Ratio {
  const reach = tQuantile((1 + LEVEL) / 2, degreesOfFreedom) * error;
  return {
    value: Math.exp(log),
    low: Math.exp(log - reach),
    high: Math.exp(log + reach),
    count,
    pValue: twoSidedPValue(log / error, degreesOfFreedom),
  };
}

/** Plain summaries of a sample. Each throws a RangeError where the sample is too small. */

export function mean(values: readonly number[]): number {
  assertSize(values, 1);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The sample's standard deviation, with n − 1 below. */
export function standardDeviation(values: readonly number[]): number {
  assertSize(values, 2);
  const center = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - center) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  assertSize(values, 1);
  const sorted = values.toSorted((one, other) => one - other);
  const upper = sorted[Math.floor(sorted.length / 2)]!;
  return sorted.length % 2 === 1 ? upper : (sorted[sorted.length / 2 - 1]! + upper) / 2;
}

/** The mean for what compares by ratios: twice as fast and half as fast average to the same. */
export function geometricMean(values: readonly number[]): number {
  return Math.exp(mean(logarithms(values)));
}

/** @throws {RangeError} for values that are not above 0. */
export function logarithms(values: readonly number[]): number[] {
  return values.map((value) => {
    if (!(value > 0 && value < Infinity)) {
      throw new RangeError(`a rate must be a number above 0, not ${value}`);
    }
    return Math.log(value);
  });
}

export function assertSize(values: readonly unknown[], least: number): void {
  if (values.length < least) {
    throw new RangeError(`at least ${least} values are needed, not ${values.length}`);
  }
}

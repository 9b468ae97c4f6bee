// oxlint-disable-next-line typescript/triple-slash-reference -- who reads these sources needs it too
/// <reference path="./jstat.d.ts" />
/**
 * Student's t distribution (*The Probable Error of a Mean*, Biometrika 1908): how far the mean of
 * a few normal values may lie from the truth.
 */
import library from "jstat";

const { studentt } = library.jStat;

/** The t below which the distribution has this share of its probability. */
export function tQuantile(probability: number, degreesOfFreedom: number): number {
  return studentt.inv(probability, degreesOfFreedom);
}

/** The probability of a t at least this far from 0, on either side, if the true mean is 0. */
export function twoSidedPValue(t: number, degreesOfFreedom: number): number {
  if (Number.isNaN(t)) return 1;
  return Math.min(1, 2 * studentt.cdf(-Math.abs(t), degreesOfFreedom));
}

/**
 * What two results can show at all: the smallest change that their interval would tell from none,
 * and how many rounds it takes to decide on a limit.
 *
 * An interval's half-width, on logarithms, is t · √(s² / n + s'² / n'), so that with n rounds of each
 * it shrinks with 1 / √n. Solved for n this is the usual sample size (Jain, *The Art of Computer
 * Systems Performance Analysis*, 1991, section 13.9), with Student's t for the n that is sought.
 */
import type { Ratio } from "./estimates.ts";
import { logarithms, standardDeviation } from "./moments.ts";
import { tQuantile } from "./student.ts";

const LEVEL = 0.975;

/** Beyond this number of rounds nothing is gained by knowing it. */
const MOST_ROUNDS = 10_000;

/** The smallest loss, as a share, that an interval of this width would tell from none. */
export function smallestLoss({ value, low }: Pick<Ratio, "value" | "low">): number {
  return 1 - low / value;
}

/**
 * About how many rounds of each result an interval needs to lie on one side of a ratio, if the ratio
 * that was measured is the true one. Infinity if it takes more than 10,000.
 *
 * @throws {RangeError} for fewer than two values of either, or values that are not above 0.
 */
export function roundsToDecide(
  newer: readonly number[],
  older: readonly number[],
  { value }: Pick<Ratio, "value">,
  limit: number,
): number {
  const variance = [newer, older]
    .map((values) => standardDeviation(logarithms(values)) ** 2)
    .reduce((sum, one) => sum + one, 0);
  const distance = Math.abs(Math.log(value) - Math.log(limit));
  const isEnough = (rounds: number): boolean =>
    tQuantile(LEVEL, 2 * rounds - 2) * Math.sqrt(variance / rounds) < distance;
  let [tooFew, enough] = [1, 2];
  while (!isEnough(enough)) {
    if (enough > MOST_ROUNDS) return Infinity;
    [tooFew, enough] = [enough, enough * 2];
  }
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (isEnough(middle)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}

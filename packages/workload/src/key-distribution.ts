/**
 * Which keys the operations fall on: drawn one by one from a seeded generator, each with exactly
 * the probability that the distribution gives it.
 *
 * Keys are in the order of their popularity: key 0 is the hottest. YCSB scatters them by a hash,
 * since its databases keep neighbouring keys together. A map does not, and figures are easier to
 * read when one knows which keys are hot.
 */
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import type { RandomGenerator } from "pure-rand/types/RandomGenerator";
import type { KeyDistribution } from "./knobs.ts";

/** How steeply popularity falls in `zipf`: YCSB's constant. */
export const ZIPF_EXPONENT = 0.99;

/** The share of the keys that are hot in `hotspot`, and the share of operations they get. */
const HOT_KEYS_SHARE = 0.2;
export const HOT_OPERATIONS_SHARE = 0.8;

/** How many of the keys are hot in `hotspot`: a fifth, to the nearest key, and at least one. */
export function hotKeys(keys: number): number {
  return Math.max(1, Math.round(keys * HOT_KEYS_SHARE));
}

/** A function that draws the next key, from 0 to `keys` − 1. */
export function keyDrawer(
  distribution: KeyDistribution,
  keys: number,
  generator: RandomGenerator,
): () => number {
  if (distribution === "zipf") return zipf(keys, generator);
  if (distribution === "hotspot") return hotspot(keys, generator);
  return () => uniformInt(generator, 0, keys - 1);
}

/**
 * The key at place k, counted from 1, is drawn with a probability proportional to 1 / k^0.99, by
 * inverting the cumulative sums. (YCSB's formula, from Gray et al., *Quickly Generating
 * Billion-Record Synthetic Databases*, SIGMOD 1994, needs no table, but only approximates them.)
 */
function zipf(keys: number, generator: RandomGenerator): () => number {
  const cumulative = new Float64Array(keys);
  let total = 0;
  for (let key = 0; key < keys; key++) {
    total += (key + 1) ** -ZIPF_EXPONENT;
    cumulative[key] = total;
  }
  return () => firstAbove(cumulative, uniformFloat64(generator) * total);
}

/** The first place in the rising numbers that holds more than `bound`; the last if none does. */
function firstAbove(rising: Float64Array, bound: number): number {
  let least = 0;
  let most = rising.length - 1;
  while (least < most) {
    const middle = (least + most) >>> 1;
    if ((rising[middle] ?? 0) > bound) most = middle;
    else least = middle + 1;
  }
  return least;
}

/** Four operations of five fall on the first fifth of the keys; within each part all are alike. */
function hotspot(keys: number, generator: RandomGenerator): () => number {
  const hot = hotKeys(keys);
  return () =>
    uniformFloat64(generator) < HOT_OPERATIONS_SHARE
      ? uniformInt(generator, 0, hot - 1)
      : uniformInt(generator, hot, keys - 1);
}

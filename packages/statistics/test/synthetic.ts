/** Measurements whose truth is known: rates with noise of their own and a fate shared by a round. */
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { seedOf } from "../../../vitest.seed.ts";

export interface Random {
  /** From 0 to 1. */
  uniform(): number;
  /** Mean 0, deviation 1: Box and Muller's method. */
  normal(): number;
}

/** @param seed the usual one; to be called within a test. */
export function random(seed: number): Random {
  const generator = xoroshiro128plus(seedOf(seed));
  const uniform = (): number => uniformFloat64(generator);
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal };
}

/** For each contender its rates, round by round. */
export function measure(
  source: Random,
  speeds: readonly number[],
  { rounds = 10, noise = 0.03, commonNoise = 0.1 } = {},
): number[][] {
  const fates = Array.from({ length: rounds }, () => commonNoise * source.normal());
  return speeds.map((speed) =>
    fates.map((fate) => speed * Math.exp(fate + noise * source.normal())),
  );
}

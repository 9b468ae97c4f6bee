/** The order of a round: every contender once, shuffled, so that the order favours none. */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/**
 * A permutation that the seed and the round decide: Fisher and Yates's, in Durstenfeld's form
 * (*Algorithm 235: Random permutation*, CACM 1964).
 */
export function shuffled<Item>(items: readonly Item[], seed: number, round: number): Item[] {
  // The rounds' seeds are far apart, so that neighbouring seeds do not share rounds.
  const generator = xoroshiro128plus((seed ^ Math.imul(round + 1, 0x9e3779b1)) | 0);
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const other = uniformInt(generator, 0, last);
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}

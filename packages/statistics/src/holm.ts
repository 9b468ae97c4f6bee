/**
 * Holm's correction (*A Simple Sequentially Rejective Multiple Test Procedure*, Scandinavian
 * Journal of Statistics 1979): with it, all claims together are correct with a probability of 95%.
 *
 * Returns the p-values to compare with the level, in the given order: the smallest of m is
 * multiplied by m, the next by m − 1, and none is below the one before it.
 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, index) => index).toSorted((a, b) => pValues[a]! - pValues[b]!);
  const adjusted = pValues.map(() => 1);
  let least = 0;
  for (const [rank, index] of order.entries()) {
    least = Math.max(least, Math.min(1, pValues[index]! * (pValues.length - rank)));
    adjusted[index] = least;
  }
  return adjusted;
}

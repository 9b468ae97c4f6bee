import type { WorkloadResult } from "@sync-strategies/results";

/**
 * Rows as a chart draws them, which begins from below: the fastest on top where the comparison
 * ranks the strategies; elsewhere in the order of the table, since sorted by speed they would rank
 * what nothing ranks.
 */
export function inRankOrder<Row>(
  rows: readonly Row[],
  { comparison }: WorkloadResult,
  speedOf: (row: Row) => number,
): Row[] {
  return comparison?.tiers === undefined
    ? rows.toReversed()
    : rows.toSorted((one, other) => speedOf(one) - speedOf(other));
}

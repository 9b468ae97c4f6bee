/** Chooses the columns of a table that a terminal has room for. */
import type { Column } from "@sync-strategies/results";

/** Terminals with fewer characters per line are narrow. */
const NARROW = 100;

/**
 * The columns that fit next to the strategy's name; the least important are left out first, and all
 * of one rank together, since counts of writes next to none of reads would mislead.
 */
export function columnsThatFit(
  columns: readonly Column[],
  nameWidth: number,
  available: number,
): Column[] {
  const widthOf = (chosen: readonly Column[]): number =>
    chosen.reduce((sum, column) => sum + column.width + 2, nameWidth);
  const fullest = columns.map((column) => column.fuller ?? column);
  if (widthOf(fullest) <= available) return fullest;
  let kept = available < NARROW ? columns.map((column) => column.shorter ?? column) : [...columns];
  for (const { rank } of kept.toSorted((one, other) => one.rank - other.rank)) {
    if (widthOf(kept) <= available) break;
    kept = kept.filter((column) => column.rank !== rank);
  }
  return kept;
}

/** The columns of the table: the terminal, CSV, Markdown and the page read this list. */
import type { Round } from "../round.ts";
import { count, duration } from "@sync-strategies/results";
import { expectedInWords, foundInWords, nameOf } from "./cell-words.ts";
import type { CellResult } from "./cell-result.ts";

export interface Column {
  /** For people, and for programs. */
  readonly heading: string;
  readonly key: string;
  readonly isNumber: boolean;
  /** Whether it is left out where a terminal has no room for it. All such columns are the last ones. */
  readonly isExtra?: true;
  /** For people. */
  readonly show: (cell: CellResult) => string;
  /** For programs; {@link show} where it is missing. */
  readonly raw?: (cell: CellResult) => string;
}

export const columns: readonly Column[] = [
  words("strategy", nameOf),
  words("expected", ({ expected }) => expectedInWords(expected)),
  words("found", foundInWords),
  counted("acknowledged", ({ acknowledgedChanges }) => acknowledgedChanges),
  counted("applied", ({ applied }) => applied),
  counted("lost", ({ lost }) => lost),
  counted("unknown", ({ unknown }) => unknown),
  timed("unserved", "unservedMs", ({ unservedMs }) => unservedMs),
  timed("next change", "nextChangeMs", ({ servedAfterMs }) => servedAfterMs),
  { ...counted("unfinished", ({ unfinished }) => unfinished), isExtra: true },
];

/** What was expected is said once where all of it was found. */
export function columnsFor(cells: readonly CellResult[]): readonly Column[] {
  if (cells.some(({ outcome }) => outcome !== "as-expected")) return columns;
  return columns
    .filter(({ key }) => key !== "expected")
    .map((column) =>
      column.key === "found" ? { ...column, heading: "found, as expected" } : column,
    );
}

function words(heading: string, show: Column["show"]): Column {
  return { heading, key: heading, isNumber: false, show };
}

/** The sum over all rounds; unknown if that of one is. */
function counted(heading: string, read: (round: Round) => number | null): Column {
  const total = ({ rounds }: CellResult): number | null =>
    rounds.reduce(
      (sum: number | null, round) => {
        const value = read(round);
        return sum === null || value === null ? null : sum + value;
      },
      rounds.length === 0 ? null : 0,
    );
  return {
    heading,
    key: heading,
    isNumber: true,
    show: (cell) => orDash(total(cell), count),
    raw: (cell) => orDash(total(cell), String, ""),
  };
}

/** The longest of all rounds, in milliseconds; none if one round has none. */
function timed(heading: string, key: string, read: (round: Round) => number | null): Column {
  const longest = ({ rounds }: CellResult): number | null =>
    rounds.reduce((most: number | null, round, index) => {
      const value = read(round);
      return value === null || (index > 0 && most === null) ? null : Math.max(most ?? 0, value);
    }, null);
  return {
    heading,
    key,
    isNumber: true,
    show: (cell) => orDash(longest(cell), (milliseconds) => duration(milliseconds * 1000)),
    raw: (cell) => orDash(longest(cell), String, ""),
  };
}

function orDash(value: number | null, show: (value: number) => string, none = "–"): string {
  return value === null ? none : show(value);
}

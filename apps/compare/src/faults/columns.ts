/** The columns of the table: the terminal, CSV and Markdown read this list. */
import type { Round } from "@sync-strategies/faults";
import { count, duration } from "@sync-strategies/results";
import { expectedInWords, foundInWords, judgementInWords, nameOf } from "./cell-words.ts";
import type { CellResult } from "./cell-result.ts";

export interface Column {
  readonly heading: string;
  readonly isNumber: boolean;
  /** For people. */
  readonly show: (cell: CellResult) => string;
  /** For programs; {@link show} where it is missing. */
  readonly raw?: (cell: CellResult) => string;
}

export const columns: readonly Column[] = [
  { heading: "strategy", isNumber: false, show: nameOf },
  { heading: "expected", isNumber: false, show: ({ expected }) => expectedInWords(expected) },
  { heading: "found", isNumber: false, show: foundInWords },
  { heading: "judgement", isNumber: false, show: judgementInWords },
  counted("acknowledged", ({ acknowledged }) => acknowledged),
  counted("lost", ({ lost }) => lost),
  counted("unknown", ({ unknown }) => unknown),
  counted("unfinished", ({ unfinished }) => unfinished),
  timed("unserved", ({ unservedMs }) => unservedMs),
  timed("next change", ({ servedAfterMs }) => servedAfterMs),
];

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
    isNumber: true,
    show: (cell) => orDash(total(cell), count),
    raw: (cell) => orDash(total(cell), String, ""),
  };
}

/** The longest of all rounds, in milliseconds; none if one round has none. */
function timed(heading: string, read: (round: Round) => number | null): Column {
  const longest = ({ rounds }: CellResult): number | null =>
    rounds.reduce((most: number | null, round, index) => {
      const value = read(round);
      return value === null || (index > 0 && most === null) ? null : Math.max(most ?? 0, value);
    }, null);
  return {
    heading,
    isNumber: true,
    show: (cell) => orDash(longest(cell), (milliseconds) => duration(milliseconds * 1000)),
    raw: (cell) => orDash(longest(cell), String, ""),
  };
}

function orDash(value: number | null, show: (value: number) => string, none = "–"): string {
  return value === null ? none : show(value);
}

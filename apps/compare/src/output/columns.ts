/**
 * The columns of a table, and what each shows of a row. Every format draws on this list.
 */
import { count, duration, percent } from "./format-figures.ts";
import type { StrategyResult, WorkloadResult } from "./result-document.ts";

export interface Column {
  readonly head: string;
  /** How wide the widest figure is expected to be. */
  readonly width: number;
  /** On a narrow terminal the columns with the lowest rank go first. */
  readonly rank: number;
  /** Words, which start where those above them start; figures end there. */
  readonly isText?: boolean;
  /** The same in more words, for where there is room for all of them. */
  readonly fuller?: Column;
  /** Undefined where there is nothing to show. */
  readonly show: (row: StrategyResult) => string | undefined;
}

/** The columns that suit a workload, in the order of the table. */
export function columnsFor({ limit, parameters }: WorkloadResult): Column[] {
  const { readers, writers, updaters } = parameters;
  const columns: Column[] = [
    figure("readOps", 9, rankOfKind(readers), (row) => row.readOps, count),
    figure("writeOps", 9, rankOfKind(writers), (row) => row.writeOps, count),
    figure("updates", 7, rankOfKind(updaters), (row) => row.updateOps, count),
    figure("total", 9, 9, (row) => row.totalOps, count),
    figure("ops/s", 10, 5, (row) => row.opsPerSecond, count),
  ];
  if (limit !== null) columns.push(figure("of limit", 8, 7, (row) => row.shareOfLimit, percent));
  columns.push(
    figure("p50", 7, 3, (row) => row.latency?.all?.p50Us, duration),
    figure("p90", 7, 1, (row) => row.latency?.all?.p90Us, duration),
    figure("p99", 7, 4, (row) => row.latency?.all?.p99Us, duration),
    figure("p99.9", 7, 2, (row) => row.latency?.all?.p999Us, duration),
  );
  if (updaters > 0) {
    columns.push(figure("lost", 6, 10, (row) => row.state?.lostUpdates, count));
  }
  columns.push(verdict);
  return columns;
}

/** A kind of operation that no client does is the first whose column may go. */
function rankOfKind(clients: number): number {
  return clients > 0 ? 8 : 0;
}

/** The columns that fit beside the strategy's name; the least important are left out first. */
export function columnsThatFit(
  columns: readonly Column[],
  nameWidth: number,
  available: number,
): Column[] {
  const widthOf = (chosen: readonly Column[]): number =>
    chosen.reduce((sum, column) => sum + column.width + 2, nameWidth);
  const fullest = columns.map((column) => column.fuller ?? column);
  if (widthOf(fullest) <= available) return fullest;
  let kept = [...columns];
  for (const column of columns.toSorted((a, b) => a.rank - b.rank)) {
    if (widthOf(kept) <= available) break;
    kept = kept.filter((other) => other !== column);
  }
  return kept;
}

/** Each row's verdict, and how many operations it rests on. */
const verdict: Column = {
  head: "verdict, operations checked",
  width: 27,
  rank: 11,
  isText: true,
  show: (row) => showVerdict(row, ""),
  fuller: {
    head: "verdict",
    width: 43,
    rank: 11,
    isText: true,
    show: (row) => showVerdict(row, " operations checked"),
  },
};

const verdictInWords = {
  linearizable: "linearizable",
  "not-linearizable": "NOT linearizable",
  unknown: "unknown",
  unchecked: "unchecked",
} as const;

function showVerdict({ verdict: found, check }: StrategyResult, unit: string): string {
  const words = verdictInWords[found];
  if (check === null) return words;
  const { checkedOps, totalOps } = check;
  if (checkedOps < totalOps) return `${words}, first ${count(checkedOps)}`;
  return `${words}, ${count(checkedOps)}${unit}`;
}

function figure(
  head: string,
  width: number,
  rank: number,
  value: (row: StrategyResult) => number | null | undefined,
  format: (value: number) => string,
): Column {
  const show = (row: StrategyResult): string | undefined => {
    const number = value(row);
    return number === null || number === undefined ? undefined : format(number);
  };
  return { head, width, rank, show };
}

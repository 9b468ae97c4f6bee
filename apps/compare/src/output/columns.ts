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
  columns.push({ head: "linearizable", width: 12, rank: 11, show: showVerdict });
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
  let kept = [...columns];
  const width = (): number => kept.reduce((sum, column) => sum + column.width + 2, nameWidth);
  for (const column of columns.toSorted((a, b) => a.rank - b.rank)) {
    if (width() <= available) break;
    kept = kept.filter((other) => other !== column);
  }
  return kept;
}

/** How many operations were checked stands in the remarks, being nearly the total. */
function showVerdict({ verdict }: StrategyResult): string {
  return verdict === "linearizable" ? "yes" : verdict === "unchecked" ? "unchecked" : "NO";
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

/** The columns of tables, made from the table of figures: what each shows of a row. */
import { allColumns } from "./figures/figures.ts";
import {
  isFigure,
  type AnyFigure,
  type Placement,
  type Table,
  type Unit,
} from "./figures/topic.ts";
import { bytes, count, duration, index, percent } from "./format-figures.ts";
import type { StrategyResult, WorkloadResult } from "./result-document.ts";

export interface Column {
  readonly head: string;
  readonly table: Table;
  /** How many characters the widest value is expected to need, the heading included. */
  readonly width: number;
  /** On a narrow terminal the columns with the lowest rank are left out first. */
  readonly rank: number;
  /** Whether it starts where its heading starts; figures end where theirs end. */
  readonly isLeftAligned: boolean;
  /** The same in more words, for where there is room for all columns. */
  readonly fuller?: Column;
  /** The same in fewer, for terminals on which figures need the room. */
  readonly shorter?: Column;
  /** Undefined where there is nothing to show. */
  readonly show: (row: StrategyResult) => string | undefined;
}

const tables: readonly Table[] = ["speed", "latency", "fairness", "cost", "correctness"];

/** The columns that suit a workload, table by table. */
export function columnsFor(workload: WorkloadResult): Column[] {
  const columns = allColumns.flatMap((entry) => columnOf(entry, workload) ?? []);
  return tables.flatMap((table) => columns.filter((column) => column.table === table));
}

function columnOf(entry: AnyFigure<StrategyResult>, workload: WorkloadResult): Column | undefined {
  const placement = entry.placement?.(workload);
  if (placement === undefined || entry.head === undefined) return undefined;
  const head = typeof entry.head === "string" ? entry.head : entry.head(workload);
  if (isFigure(entry)) {
    const format = entry.format ?? ((value: number) => formats[entry.unit](value));
    return makeColumn(head, placement, false, (row) => {
      const value = entry.of(row, workload);
      return value === null || value === undefined ? undefined : format(value, row);
    });
  }
  const { isLeftAligned = false, fuller, shorter } = entry;
  const inOtherWords = (other: typeof fuller): Column | undefined =>
    other && makeColumn(other.head, { ...placement, width: other.width }, isLeftAligned, other.of);
  const more = inOtherWords(fuller);
  const fewer = inOtherWords(shorter);
  return {
    ...makeColumn(head, placement, isLeftAligned, (row) => entry.of(row, workload) ?? undefined),
    ...(more !== undefined && { fuller: more }),
    ...(fewer !== undefined && { shorter: fewer }),
  };
}

function makeColumn(
  head: string,
  { table, width, rank }: Placement,
  isLeftAligned: boolean,
  show: Column["show"],
): Column {
  return { head, table, width: Math.max(width, head.length), rank, isLeftAligned, show };
}

const formats: Readonly<Record<Unit, (value: number) => string>> = {
  count,
  ns: (value) => duration(value / 1000),
  µs: duration,
  ms: (value) => duration(value * 1000),
  bytes,
  share: percent,
  index,
};

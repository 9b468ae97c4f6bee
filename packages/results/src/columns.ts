/**
 * The columns of a table, and what each shows of a row. Every format draws on this list.
 */
import { MINIMUM_ROUNDS, type Fairness } from "@sync-strategies/statistics";
import type { OperationKind } from "@sync-strategies/workload";
import { count, duration, percent, ratio } from "./format-figures.ts";
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
  /** The same in fewer, for terminals on which figures need the room. */
  readonly shorter?: Column;
  /** Undefined where there is nothing to show. */
  readonly show: (row: StrategyResult) => string | undefined;
}

/** The columns that suit a workload, in the order of the table. */
export function columnsFor(workload: WorkloadResult): Column[] {
  const { speed, latency, fairness, cost, correctness } = columnsByTopic(workload);
  return [...speed, ...latency, ...fairness, ...cost, ...correctness];
}

/** The same for a page, which has room for a table a topic. */
export function columnsByTopic(
  workload: WorkloadResult,
): Record<"speed" | "latency" | "fairness" | "cost" | "correctness", Column[]> {
  return {
    speed: [...countColumns(workload), ...comparisonColumns(workload)],
    latency: latencyColumns(workload),
    fairness: fairnessColumns(workload),
    cost: [...costColumns(workload), ...resourceColumns()],
    correctness: [...lossColumns(workload), verdict],
  };
}

function countColumns({ limit, parameters }: WorkloadResult): Column[] {
  const { readers, writers, updaters, rounds, ratePerSecond } = parameters;
  // With rounds it is the speeds that are compared, and they need the room.
  const isRepeated = rounds > 1;
  const rankOfKind = (clients: number): number => (clients === 0 ? -1 : isRepeated ? 11 : 18);
  const columns: Column[] = [
    figure("readOps", 9, rankOfKind(readers), (row) => row.readOps, count),
    figure("writeOps", 9, rankOfKind(writers), (row) => row.writeOps, count),
    figure("updates", 7, rankOfKind(updaters), (row) => row.updateOps, count),
    figure("total", 9, isRepeated ? 12 : 20, (row) => row.totalOps, count),
    figure("ops/s", 10, isRepeated ? 20 : 13, (row) => row.opsPerSecond, count),
  ];
  if (rounds >= MINIMUM_ROUNDS) columns.push(figure("±95%", 6, 19, intervalShare, percent));
  if (limit !== null) columns.push(figure("of limit", 8, 16, (row) => row.shareOfLimit, percent));
  if (ratePerSecond > 0) {
    columns.push(
      figure("dropped", 7, 17, (row) => row.openLoop?.dropped, count),
      figure("in flight", 9, 9, (row) => row.openLoop?.mostInFlight, count),
      figure("late p99", 8, 8, (row) => row.openLoop?.latenessP99Us, duration),
    );
  }
  return columns;
}

/** Half the interval's width, as a share of the speed. */
function intervalShare({ opsPerSecond, opsPerSecondInterval }: StrategyResult): number | undefined {
  if (opsPerSecond === null || opsPerSecondInterval === null) return undefined;
  const { low, high } = opsPerSecondInterval;
  return (high - low) / 2 / opsPerSecond;
}

/** Only where rounds allow to compare. */
function comparisonColumns({ comparison }: WorkloadResult): Column[] {
  if (comparison === null) return [];
  const { baseline, tiers } = comparison;
  const columns: Column[] = [
    {
      head: `times ${baseline}`,
      width: Math.max(18, baseline.length + 6),
      rank: 21,
      isText: true,
      show: (row) => (row.standing === "baseline" ? "1" : showRatio(row)),
    },
  ];
  if (tiers !== undefined) columns.push(figure("tier", 4, 22, ({ tier }) => tier, String));
  return columns;
}

/** What an operation costs more than with the baseline: a ratio alone can make much of little. */
function costColumns({ comparison, results }: WorkloadResult): Column[] {
  if (comparison === null) return [];
  const { baseline } = comparison;
  return [
    figure(
      `ns over ${baseline}`,
      10,
      7,
      (row) => nanosecondsOver(results, baseline, row),
      (value) => `${value > 0 ? "+" : ""}${count(value)}`,
    ),
  ];
}

/** Undefined for the baseline itself, and where there is nothing to compare. */
export function nanosecondsOver(
  results: readonly StrategyResult[],
  baseline: string,
  { strategy, opsPerSecond }: StrategyResult,
): number | undefined {
  const base = results.find((row) => row.strategy === baseline)?.opsPerSecond;
  if (strategy === baseline || !base || !opsPerSecond) return undefined;
  return 1e9 / opsPerSecond - 1e9 / base;
}

/** "2.42 (2.41–2.43)", with a `~` in front of a tie. */
function showRatio({ ratio: found, standing }: StrategyResult): string | undefined {
  if (found === null) return undefined;
  const tie = standing === "tie" ? "~ " : "";
  // An interval from a few rounds would be wider than it could be trusted.
  const isInterval = found.count >= MINIMUM_ROUNDS;
  const interval = isInterval ? ` (${twoDigits(found.low)}–${twoDigits(found.high)})` : "";
  return `${tie}${twoDigits(found.value)}${interval}`;
}

function twoDigits(value: number): string {
  return value < 9.95 ? value.toFixed(2) : ratio(value);
}

function latencyColumns({ parameters }: WorkloadResult): Column[] {
  const { readers, writers, updaters } = parameters;
  const kinds: OperationKind[] = [];
  if (readers > 0) kinds.push("read");
  if (writers > 0) kinds.push("write");
  if (updaters > 0) kinds.push("update");
  const columns = [
    figure("p50", 7, 14, (row) => row.latency?.all?.p50Us, duration),
    figure("p90", 7, 3, (row) => row.latency?.all?.p90Us, duration),
    figure("p99", 7, 15, (row) => row.latency?.all?.p99Us, duration),
    figure("p99.9", 7, 4, (row) => row.latency?.all?.p999Us, duration),
    figure("max", 7, 0, (row) => row.latency?.all?.maxUs, duration),
  ];
  if (kinds.length < 2) return columns;
  return [
    ...columns,
    ...kinds.flatMap((kind, index) => [
      figure(`${kind} p50`, 10, 2 - index / 10, (row) => row.latency?.[kind]?.p50Us, duration),
      figure(`${kind} p99`, 10, 1 - index / 10, (row) => row.latency?.[kind]?.p99Us, duration),
    ]),
  ];
}

/** Of each role that has several clients: Jain's index, and what the least and the most got. */
function fairnessColumns({ parameters }: WorkloadResult): Column[] {
  const { readers, writers, updaters, ratePerSecond } = parameters;
  if (ratePerSecond > 0) return [];
  const columns: Column[] = [];
  const add = (kind: OperationKind, head: string, clients: number): void => {
    if (clients < 2) return;
    columns.push(
      figure(head, 0, 6, (row) => row.fairness?.[kind]?.jainIndex, threeDecimals),
      {
        head: `${kind}s a client`,
        width: 17,
        rank: 0,
        show: ({ fairness }) => showExtremes(fairness?.[kind]),
      },
    );
  };
  add("read", "fair reads", readers);
  add("write", "fair writes", writers);
  add("update", "fair updates", updaters);
  return columns;
}

/** "460–12,211", and how many got nothing. */
function showExtremes(fairness: Fairness | undefined): string | undefined {
  if (fairness === undefined) return undefined;
  const { least, most, starved } = fairness;
  return `${count(least)}–${count(most)}${starved === 0 ? "" : ` (${count(starved)} none)`}`;
}

function threeDecimals(value: number): string {
  return value.toFixed(3);
}

function resourceColumns(): Column[] {
  return [
    figure("cpu/op", 7, 10, (row) => cpuUs(row), duration),
    figure(
      "heap/op",
      7,
      5,
      (row) => row.resources?.heapBytes,
      (value) => `${count(value)} B`,
    ),
    figure(
      "gc",
      7,
      4,
      (row) => row.resources?.gcMs,
      (value) => duration(value * 1000),
    ),
    figure("gcs", 4, 0, (row) => row.resources?.gcCount, count),
    figure("timer late", 7, 0, (row) => row.timerLateness?.p50Us, duration),
  ];
}

function lossColumns({ parameters: { updaters } }: WorkloadResult): Column[] {
  return updaters > 0 ? [figure("lost", 6, 23, (row) => row.state?.lostUpdates, count)] : [];
}

function cpuUs({ resources }: StrategyResult): number | undefined {
  const cpuNs = resources?.cpuNs ?? undefined;
  return cpuNs === undefined ? undefined : cpuNs / 1000;
}

/** Terminals with fewer characters in a line are narrow. */
const NARROW = 100;

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
  let kept = available < NARROW ? columns.map((column) => column.shorter ?? column) : [...columns];
  for (const column of kept.toSorted((one, other) => one.rank - other.rank)) {
    if (widthOf(kept) <= available) break;
    kept = kept.filter((other) => other !== column);
  }
  return kept;
}

/** Each row's verdict, and how many operations it rests on. */
const verdict: Column = {
  head: "verdict, operations checked",
  width: 28,
  rank: 24,
  isText: true,
  show: (row) => showVerdict(row, ""),
  fuller: {
    head: "verdict",
    width: 44,
    rank: 24,
    isText: true,
    show: (row) => showVerdict(row, " operations checked"),
  },
  shorter: {
    head: "verdict",
    width: 16,
    rank: 24,
    isText: true,
    show: (row) => verdictInWords[row.verdict],
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
  return { head, width: Math.max(width, head.length), rank, show };
}

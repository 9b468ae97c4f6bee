/** `docs/figures.md`: the one page of measured figures, a table per workload. */
import { count, duration, ratio } from "@sync-strategies/results";
import { markdownTable, type Row } from "../markdown-table.ts";
import {
  kinds,
  type Kind,
  type MeasuredStrategy,
  type MeasuredWorkload,
  type Measurements,
} from "./measurements.ts";

export const FIGURES_PAGE = "docs/figures.md";

export function renderFiguresPage(measurements: Measurements): string {
  const sections = Object.entries(measurements).map(([workload, measured]) =>
    renderWorkload(workload, measured),
  );
  return `${[INTRODUCTION, ...sections].join("\n\n")}\n`;
}

const INTRODUCTION = `<!-- Written by \`pnpm documents\`; do not edit. -->

# Figures

The measured figures of all strategies, a table per workload. Every other document links here, or includes recorded output. Absolute figures depend on the machine; a ratio within one run is what carries over. [Reading results](reading-results.md) explains the columns, and the [trade-off cards](trade-offs.md) show one strategy at a time.`;

function renderWorkload(workload: string, measured: MeasuredWorkload): string {
  const { command, environment, rounds, baseline, code, strategies } = measured;
  const present = kinds.filter((kind) =>
    Object.values(strategies).some(({ perSecond }) => perSecond[kind] > 0),
  );
  const head: Row = [
    "strategy",
    "operations per second, 95% interval",
    ...(baseline === null ? [] : [`times ${baseline}, 95% interval`]),
    ...present.flatMap((kind) => [`${kind}s per second`, `${kind} p50`, `${kind} p99`]),
    ...(present.includes("update") ? ["lost updates"] : []),
    "verdict",
  ];
  const rows = Object.entries(strategies).map(([id, row]): Row => {
    return [
      id,
      withInterval(row.opsPerSecond, row.opsPerSecondInterval, count),
      ...(baseline === null ? [] : [id === baseline ? "1" : ratioOf(row)]),
      ...present.flatMap((kind) => [count(row.perSecond[kind]), ...percentilesOf(row, kind)]),
      ...(present.includes("update")
        ? [row.lostUpdates === null ? "–" : count(row.lostUpdates)]
        : []),
      row.verdict,
    ];
  });
  const { startedAt, node, cpu, cores, seed } = environment;
  const fingerprints = Object.entries(code).map(([id, fingerprint]) => `${id} ${fingerprint}`);
  return [
    `## ${workload}`,
    `\`${command}\`, ${startedAt.slice(0, 10)}: ${rounds} rounds, ${node}, ${cpu}, ${cores} cores, seed ${seed}.`,
    markdownTable([head, ...rows]),
    `Fingerprints of the code: ${fingerprints.join(", ")}.`,
  ].join("\n\n");
}

function withInterval(
  value: number | null,
  interval: { readonly low: number; readonly high: number } | null,
  format: (value: number) => string,
): string {
  if (value === null) return "–";
  if (interval === null) return format(value);
  return `${format(value)} (${format(interval.low)} to ${format(interval.high)})`;
}

function ratioOf({ ratio: measured, standing }: MeasuredStrategy): string {
  if (measured === null) return "–";
  const text = withInterval(measured.value, measured, ratio);
  return standing === "tie"
    ? `${text}, a tie`
    : standing === "undecided"
      ? `${text}, undecided`
      : text;
}

function percentilesOf({ latencyUs }: MeasuredStrategy, kind: Kind): string[] {
  const { p50, p99 } = latencyUs[kind] ?? {};
  return [p50, p99].map((value) => (value === undefined ? "–" : duration(value)));
}

/** What a sweep found: one curve a strategy, over the values of the knob. */
import { count } from "./format-figures.ts";
import type { ResultDocument, WorkloadResult } from "./result-document.ts";

export interface SweepCurves {
  readonly workload: string;
  readonly knob: string;
  readonly values: readonly (number | string)[];
  readonly curves: readonly SweepCurve[];
}

export interface SweepCurve {
  readonly strategy: string;
  /** Operations a second at each value; null where there is no valid figure. */
  readonly speeds: readonly (number | null)[];
  /** The 95% intervals, where there are enough rounds. */
  readonly intervals: readonly ({ readonly low: number; readonly high: number } | null)[];
}

/** The sweeps of a run, one for each workload that was swept. */
export function sweepCurves({ workloads }: ResultDocument): SweepCurves[] {
  const swept = workloads.filter(({ sweep }) => sweep !== null);
  return [...new Set(swept.map(({ workload }) => workload))].map((name) => {
    const points = swept.filter(({ workload }) => workload === name);
    const strategies = [
      ...new Set(points.flatMap(({ results }) => results.map(({ strategy }) => strategy))),
    ];
    return {
      workload: name,
      knob: points[0]?.sweep?.knob ?? "",
      values: points.map(({ sweep }) => sweep?.value ?? ""),
      curves: strategies.map((strategy) => curveOf(strategy, points)),
    };
  });
}

function curveOf(strategy: string, points: readonly WorkloadResult[]): SweepCurve {
  const rows = points.map(({ results }) => {
    const row = results.find((one) => one.strategy === strategy);
    return row?.status === "completed" ? row : undefined;
  });
  return {
    strategy,
    speeds: rows.map((row) => row?.opsPerSecond ?? null),
    intervals: rows.map((row) => row?.opsPerSecondInterval ?? null),
  };
}

const blocks = "▁▂▃▄▅▆▇█";

/**
 * A table for the terminal, a line a strategy: its speed at each value, and the curve in small,
 * each scaled to the strategy's own fastest. No line is wider than `width` unless one column is.
 */
export function drawCurves(sweep: SweepCurves, width: number): string[] {
  const { workload, knob, values, curves } = sweep;
  const nameWidth = Math.max(knob.length, ...curves.map(({ strategy }) => strategy.length));
  const cells = curves.map(({ speeds }) =>
    speeds.map((speed) => (speed === null ? "–" : count(speed))),
  );
  const widths = values.map((value, index) =>
    Math.max(String(value).length, ...cells.map((row) => (row[index] ?? "").length)),
  );
  const pictureWidth = Math.max(values.length, "curve".length);
  const hasRoom = (columns: number): boolean =>
    widths.slice(0, columns).reduce((sum, one) => sum + one + 2, nameWidth + 2 + pictureWidth) <=
    width;
  let shown = values.length;
  while (shown > 1 && !hasRoom(shown)) shown--;
  const line = (name: string, figures: readonly string[], picture: string): string =>
    [
      name.padEnd(nameWidth),
      ...figures.slice(0, shown).map((text, index) => text.padStart(widths[index] ?? 0)),
      picture,
    ].join("  ");
  return [
    `${workload}, ops/s by ${knob}`,
    line(knob, values.map(String), "curve"),
    ...curves.map(({ strategy, speeds }, row) =>
      line(strategy, cells[row] ?? [], drawCurve(speeds)),
    ),
    ...(shown < values.length
      ? [`${values.length - shown} more values do not fit here; the curves hold them all.`]
      : []),
  ];
}

function drawCurve(speeds: readonly (number | null)[]): string {
  const most = Math.max(...speeds.map((speed) => speed ?? 0));
  return speeds
    .map((speed) => {
      if (speed === null || most === 0) return " ";
      return blocks[Math.min(7, Math.floor((speed / most) * 8))] ?? " ";
    })
    .join("");
}

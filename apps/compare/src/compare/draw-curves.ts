/** The curves of a sweep, drawn for a terminal. */
import { count, duration, type SweepCurves } from "@sync-strategies/results";

const blocks = "▁▂▃▄▅▆▇█";

/**
 * A table with one line per strategy: its speed at each value, and the curve in small,
 * each scaled to the strategy's own highest point. Where speeds rank nothing, it is the p99. No line is wider than `width` unless one column is.
 */
export function drawCurves(sweep: SweepCurves, width: number): string[] {
  const { workload, knob, values, canRank } = sweep;
  const curves = sweep.curves.map(({ strategy, speeds, p99sUs }) => ({
    strategy,
    points: canRank ? speeds : p99sUs,
  }));
  const format = canRank ? count : duration;
  const nameWidth = Math.max(knob.length, ...curves.map(({ strategy }) => strategy.length));
  const cells = curves.map(({ points }) =>
    points.map((value) => (value === null ? "–" : format(value))),
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
    `${workload}, ${canRank ? "ops/s" : "p99"} by ${knob}`,
    line(knob, values.map(String), "curve"),
    ...curves.map(({ strategy, points }, row) =>
      line(strategy, cells[row] ?? [], drawCurve(points)),
    ),
    ...(shown < values.length
      ? [`${values.length - shown} more values do not fit here; the curves hold them all.`]
      : []),
  ];
}

function drawCurve(points: readonly (number | null)[]): string {
  const most = Math.max(...points.map((value) => value ?? 0));
  return points
    .map((value) => {
      if (value === null || most === 0) return " ";
      return blocks[Math.min(7, Math.floor((value / most) * 8))] ?? " ";
    })
    .join("");
}

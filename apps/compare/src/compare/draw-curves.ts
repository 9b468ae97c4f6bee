/** The curves of a sweep, drawn for a terminal. */
import { count, type SweepCurves } from "@sync-strategies/results";

const blocks = "▁▂▃▄▅▆▇█";

/**
 * A table with one line per strategy: its speed at each value, and the curve in small,
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

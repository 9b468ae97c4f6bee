/**
 * How speed changes with a knob: a curve for each strategy. Where pauses or arrivals decide the
 * counts, the curves are latencies instead, since speeds would rank what nothing ranks.
 */
import { duration, type SweepCurve, type SweepCurves } from "@sync-strategies/results";
import { axis, labelsInside, figure, shortCount, type Chart } from "./charts.ts";
import { html, type Html } from "./html.ts";
import { labelledLines, roomForNames, type Curve } from "./labelled-line.ts";
import type { Palette } from "./palette.ts";
import type { Drawing } from "./whiskers.ts";

export function sweepFigure(sweep: SweepCurves, palette: Palette): Html {
  const { workload, knob, values, curves } = sweep;
  const isNumeric = values.every((value) => typeof value === "number" && value > 0);
  const { subject, better, format, of } = sweep.canRank ? speed : latency;
  const drawn = curves.flatMap((curve) => of(curve).flatMap((value) => value || []));
  if (drawn.length === 0) return html`<p>No strategy completed.</p>`;
  const at = (index: number): number | string =>
    isNumeric ? Number(values[index]) : String(values[index]);
  const lines: Curve[] = curves.map((curve) => ({
    name: curve.strategy,
    look: palette.lookOf(curve.strategy),
    points: of(curve).map((value, index) => [at(index), value === 0 ? null : value]),
  }));
  const spread = Math.max(...drawn) / Math.min(...drawn);
  const chart: Chart = {
    label: `${subject} in ${workload}, by ${knob}`,
    height: ({ isNarrow }) => (isNarrow ? 290 : 380),
    option: (size) => ({
      grid: {
        left: 4,
        right: roomForNames(lines, size),
        top: 12,
        bottom: 26,
        ...labelsInside,
      },
      xAxis: axis({
        type: isNumeric ? "log" : "category",
        ...(isNumeric
          ? { min: Math.min(...numbers(values)), max: Math.max(...numbers(values)) }
          : { data: values.map(String) }),
        name: knob,
        nameLocation: "middle",
        nameGap: 28,
        ...(isNumeric && { axisLabel: { formatter: shortCount, customValues: [...values] } }),
      }),
      yAxis: axis({
        type: spread > 8 ? "log" : "value",
        axisLabel: { formatter: format },
      }),
      series: [
        ...(sweep.canRank ? curves.map((curve) => intervals(curve, at, palette)) : []),
        ...labelledLines(lines, size),
      ],
    }),
  };
  const scale = spread > 8 ? " Both axes are logarithmic: a straight line is a power law." : "";
  return figure(
    chart,
    html`${subject} at each value of ${knob}, all else being equal; ${better} is
    faster.${isNumeric ? scale : ""}${sweep.canRank ? bars : ""}`,
  );
}

const bars = " Bars through the points are 95% intervals, where there are rounds for them.";

/** What the curves show. */
interface Subject {
  readonly subject: string;
  readonly better: "higher" | "lower";
  readonly format: (value: number) => string;
  readonly of: (curve: SweepCurve) => readonly (number | null)[];
}

const speed: Subject = {
  subject: "Operations per second",
  better: "higher",
  format: shortCount,
  of: ({ speeds }) => speeds,
};

const latency: Subject = {
  subject: "Latency below which 99 of 100 operations stayed",
  better: "lower",
  format: duration,
  of: ({ p99sUs }) => p99sUs,
};

function numbers(values: SweepCurves["values"]): number[] {
  return values.filter((value) => typeof value === "number");
}

/** A bar through each point that has an interval. */
function intervals(
  curve: SweepCurve,
  at: (index: number) => number | string,
  palette: Palette,
): object {
  const stroke = palette.lookOf(curve.strategy).colour;
  return {
    type: "custom",
    silent: true,
    data: curve.intervals.flatMap((interval, index) =>
      interval === null ? [] : [[at(index), interval.low, interval.high]],
    ),
    encode: { x: 0, y: [1, 2] },
    renderItem: (_: unknown, drawing: Drawing) => {
      const [x, low] = drawing.coord([drawing.value(0), drawing.value(1)]);
      const [, high] = drawing.coord([drawing.value(0), drawing.value(2)]);
      return {
        type: "line",
        shape: { x1: x, y1: low, x2: x, y2: high },
        style: { stroke, lineWidth: 2 },
      };
    },
  };
}

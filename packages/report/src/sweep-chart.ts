/** How speed changes with a knob: a curve for each strategy. */
import { type SweepCurve, type SweepCurves } from "@sync-strategies/results";
import { axis, labelsInside, figure, shortCount, type Chart } from "./charts.ts";
import { html, type Html } from "./html.ts";
import { labelledLines, roomForNames, type Curve } from "./labelled-line.ts";
import type { Palette } from "./palette.ts";
import type { Drawing } from "./whiskers.ts";

export function sweepFigure(sweep: SweepCurves, palette: Palette): Html {
  const { workload, knob, values, curves } = sweep;
  const isNumeric = values.every((value) => typeof value === "number" && value > 0);
  const speeds = curves.flatMap((curve) => curve.speeds.flatMap((speed) => speed || []));
  if (speeds.length === 0) return html`<p>No strategy completed.</p>`;
  const at = (index: number): number | string =>
    isNumeric ? Number(values[index]) : String(values[index]);
  const lines: Curve[] = curves.map((curve) => ({
    name: curve.strategy,
    look: palette.lookOf(curve.strategy),
    points: curve.speeds.map((speed, index) => [at(index), speed === 0 ? null : speed]),
  }));
  const spread = Math.max(...speeds) / Math.min(...speeds);
  const chart: Chart = {
    label: `Operations per second in ${workload}, by ${knob}`,
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
        axisLabel: { formatter: shortCount },
      }),
      series: [
        ...curves.map((curve) => intervals(curve, at, palette)),
        ...labelledLines(lines, size),
      ],
    }),
  };
  const scale = spread > 8 ? " Both axes are logarithmic: a straight line is a power law." : "";
  return figure(
    chart,
    html`Operations per second at each value of ${knob}, all else being equal; higher is
    faster.${isNumeric ? scale : ""} Bars through the points are 95% intervals, where there are
    rounds for them.`,
  );
}

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

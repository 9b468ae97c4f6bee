/** How much each row got done in a second: a bar, its interval, and each round as a dot. */
import { count } from "../format-figures.ts";
import type { StrategyResult, WorkloadResult } from "../result-document.ts";
import { totalOf } from "../../summarize-rounds.ts";
import { axis, colour, figure, roomFor, shortCount, type Chart } from "./charts.ts";
import { html, type Html } from "./html.ts";
import type { Palette } from "./palette.ts";

const ROW_HEIGHT = 34;

/** Where the fastest is more times as fast as the slowest, no bar would show the slowest. */
const WIDEST_LINEAR = 40;

export function throughputFigure(workload: WorkloadResult, palette: Palette): Html | undefined {
  const rows = workload.results
    .filter(({ status, opsPerSecond }) => status === "completed" && opsPerSecond !== null)
    .toSorted((one, other) => (one.opsPerSecond ?? 0) - (other.opsPerSecond ?? 0));
  if (rows.length === 0) return undefined;
  const hasRounds = workload.parameters.rounds > 1;
  const hasIntervals = rows.some(({ opsPerSecondInterval }) => opsPerSecondInterval !== null);
  const speeds = rows.map(({ opsPerSecond }) => opsPerSecond ?? 0);
  // A bar is as long as its figure is large, which a logarithmic axis could not show.
  const isLogarithmic = Math.max(...speeds) > WIDEST_LINEAR * Math.min(...speeds);
  const chart: Chart = {
    label: `Operations a second in ${workload.workload}`,
    height: () => rows.length * ROW_HEIGHT + 50,
    option: ({ isNarrow }) => ({
      grid: {
        left: roomFor(rows.map(({ strategy }) => strategy)),
        right: isNarrow ? 56 : 100,
        top: 8,
        bottom: 28,
      },
      xAxis: axis({
        type: isLogarithmic ? "log" : "value",
        ...(!isLogarithmic && { min: 0 }),
        splitNumber: isNarrow ? 3 : 6,
        axisLabel: { formatter: shortCount },
      }),
      yAxis: axis({
        type: "category",
        data: rows.map(({ strategy }) => strategy),
        axisLabel: { color: colour("ink") },
        splitLine: { show: isLogarithmic },
      }),
      series: [
        isLogarithmic ? points(rows, palette) : bars(rows, palette),
        ...(hasRounds ? [dots(rows)] : []),
        ...(hasIntervals ? [whiskers(rows)] : []),
        labels(rows, isNarrow),
      ],
    }),
  };
  const parts = [
    isLogarithmic
      ? html`Operations a second, on a logarithmic axis; farther right is faster. `
      : html`Operations a second; longer is faster. `,
    ...(hasRounds ? [html`Each dot is one round. `] : []),
    hasIntervals
      ? html`The bracket holds the true speed with 95% confidence; where brackets overlap, look at
        the verdicts in the table before you call one faster.`
      : html`Without six rounds there is no interval: small differences are no differences.`,
  ];
  return figure(chart, html`${parts}`);
}

function bars(rows: readonly StrategyResult[], palette: Palette): object {
  return {
    type: "bar",
    silent: true,
    barWidth: "62%",
    data: rows.map((row) => ({
      value: row.opsPerSecond,
      itemStyle: { ...look(row, palette), borderRadius: [0, 3, 3, 0] },
    })),
  };
}

function points(rows: readonly StrategyResult[], palette: Palette): object {
  return {
    type: "scatter",
    silent: true,
    symbolSize: 14,
    data: rows.map((row, index) => ({
      value: [row.opsPerSecond, index],
      itemStyle: look(row, palette),
    })),
  };
}

function look({ strategy, kind }: StrategyResult, palette: Palette): object {
  return { color: palette.colourOf(strategy), opacity: kind === "strategy" ? 1 : 0.45 };
}

/** Each row's figure, to the right of all that is drawn in it. */
function labels(rows: readonly StrategyResult[], isNarrow: boolean): object {
  return {
    type: "scatter",
    silent: true,
    symbolSize: 1,
    itemStyle: { opacity: 0 },
    data: rows.map((row, index) => ({
      value: [Math.max(...speedsOf(row), row.opsPerSecondInterval?.high ?? 0), index],
      label: {
        show: true,
        opacity: 1,
        position: "right",
        distance: 10,
        color: colour("ink"),
        fontSize: 13,
        formatter: (isNarrow ? shortCount : count)(row.opsPerSecond ?? 0),
      },
    })),
  };
}

function dots(rows: readonly StrategyResult[]): object {
  return {
    type: "scatter",
    silent: true,
    symbolSize: 5,
    itemStyle: { color: colour("ink"), opacity: 0.35 },
    data: rows.flatMap((row, index) => speedsOf(row).map((speed) => [speed, index])),
  };
}

/** Of each round. */
function speedsOf({ rounds }: StrategyResult): number[] {
  return rounds.flatMap(({ measured }) =>
    measured === null ? [] : [(totalOf(measured) / measured.elapsedMs) * 1000],
  );
}

/** The part of ECharts' drawing interface that a bracket needs. */
interface Drawing {
  value(dimension: number): number;
  coord(point: [number, number]): [number, number];
}

function whiskers(rows: readonly StrategyResult[]): object {
  return {
    type: "custom",
    silent: true,
    z: 5,
    data: rows.flatMap(({ opsPerSecondInterval: interval }, row) =>
      interval === null ? [] : [[interval.low, interval.high, row]],
    ),
    encode: { x: [0, 1], y: 2 },
    renderItem: (_: unknown, drawing: Drawing) => {
      const [low, y] = drawing.coord([drawing.value(0), drawing.value(2)]);
      const [high] = drawing.coord([drawing.value(1), drawing.value(2)]);
      return {
        type: "group",
        children: [
          line(low, y, high, y),
          line(low, y - 5, low, y + 5),
          line(high, y - 5, high, y + 5),
        ],
      };
    },
  };
}

function line(x1: number, y1: number, x2: number, y2: number): object {
  return {
    type: "line",
    shape: { x1, y1, x2, y2 },
    style: { stroke: colour("ink"), lineWidth: 1.5 },
  };
}

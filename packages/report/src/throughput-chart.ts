/** How many operations each row completed per second: a bar, its interval, and each round as a dot. */
import {
  count,
  titleOf,
  type StrategyResult,
  type WorkloadResult,
  opsPerSecondOf,
} from "@sync-strategies/results";
import { axis, colour, figure, roomFor, shortCount, type Chart } from "./charts.ts";
import { html, type Html } from "./html.ts";
import { inRankOrder } from "./in-rank-order.ts";
import type { Palette } from "./palette.ts";
import { textsBeside, whiskers } from "./whiskers.ts";

const ROW_HEIGHT = 34;

/** Where the fastest is more times as fast as the slowest, no bar would show the slowest. */
const WIDEST_LINEAR = 40;

export function throughputFigure(workload: WorkloadResult, palette: Palette): Html | undefined {
  const isRanked = workload.comparison?.tiers !== undefined;
  const measured = workload.results.filter(
    ({ status, opsPerSecond }) => status === "completed" && opsPerSecond !== null,
  );
  const rows = inRankOrder(measured, workload, ({ opsPerSecond }) => opsPerSecond ?? 0);
  if (rows.length === 0) return undefined;
  const hasRounds = workload.parameters.rounds > 1;
  const hasIntervals = rows.some(({ opsPerSecondInterval }) => opsPerSecondInterval !== null);
  const speeds = rows.map(({ opsPerSecond }) => opsPerSecond ?? 0);
  // A bar is as long as its figure is large, which a logarithmic axis could not show.
  const isLogarithmic = Math.max(...speeds) > WIDEST_LINEAR * Math.min(...speeds);
  const chart: Chart = {
    label: `Operations per second in ${titleOf(workload)}`,
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
        ...(hasIntervals ? [whiskers(rows.flatMap(intervalOf))] : []),
        textsBeside(
          rows.map((data, row) => ({
            text: (isNarrow ? shortCount : count)(data.opsPerSecond ?? 0),
            at: Math.max(...speedsOf(data), data.opsPerSecondInterval?.high ?? 0),
            row,
          })),
        ),
      ],
    }),
  };
  const parts = [
    isLogarithmic
      ? html`Operations per second, on a logarithmic axis; farther right is faster. `
      : html`Operations per second; longer is faster. `,
    ...(hasRounds ? [html`Each dot is one round. `] : []),
    ...(rows.some(({ strategy }) => palette.isPale(strategy))
      ? [html`Pale: what is not ranked, such as the control and references. `]
      : []),
    hasIntervals
      ? html`The bracket holds the true speed with 95% confidence; where brackets overlap, look at
        the verdicts in the table before you call one faster. `
      : html`Without six rounds there is no interval: small differences mean nothing. `,
    ...(isRanked ? [] : [html`Nothing is ranked here: strategies are in the order of the table.`]),
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
      itemStyle: { color: palette.lookOf(row.strategy).area, borderRadius: [0, 3, 3, 0] },
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
      itemStyle: { color: palette.lookOf(row.strategy).area },
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

function intervalOf(
  { opsPerSecondInterval: interval }: StrategyResult,
  row: number,
): { low: number; high: number; row: number }[] {
  return interval === null ? [] : [{ ...interval, row }];
}

/** Of each round. */
function speedsOf({ rounds }: StrategyResult): number[] {
  return rounds.flatMap(({ measured }) => (measured === null ? [] : [opsPerSecondOf(measured)]));
}

/** How many times as fast as the baseline each strategy is, with the intervals that decide it. */
import { titleOf, type StrategyResult, type WorkloadResult } from "@sync-strategies/results";
import { MINIMUM_ROUNDS, type Ratio } from "@sync-strategies/statistics";
import { axis, colour, figure, roomFor, roundValues, type Chart } from "./charts.ts";
import { html, type Html } from "./html.ts";
import { inRankOrder } from "./in-rank-order.ts";
import type { Palette } from "./palette.ts";
import { textsBeside, whiskers } from "./whiskers.ts";

type Compared = StrategyResult & { readonly ratio: Ratio };

export function ratioFigure(workload: WorkloadResult, palette: Palette): Html | undefined {
  const { comparison, results, baselineAgain } = workload;
  if (comparison === null) return undefined;
  const { baseline } = comparison;
  const again =
    baselineAgain === null ? [] : [{ ...baselineAgain, strategy: `${baseline} (again)` }];
  const compared = [...results, ...again].filter(isCompared);
  const rows = inRankOrder(compared, workload, ({ ratio }) => ratio.value);
  if (rows.length === 0) return undefined;
  const bounds = rows.flatMap(({ ratio }) => [ratio.low, ratio.high, 1]);
  const [least, most] = [Math.min(...bounds) * 0.95, Math.max(...bounds) * 1.05];
  const chart: Chart = {
    label: `How many times as fast as ${baseline} in ${titleOf(workload)}`,
    height: () => rows.length * 34 + 50,
    option: ({ isNarrow }) => ({
      grid: {
        left: roomFor(rows.map(({ strategy }) => strategy)),
        right: isNarrow ? 60 : 190,
        top: 8,
        bottom: 28,
      },
      xAxis: axis({
        type: "log",
        min: least,
        max: most,
        axisLabel: { formatter: times, customValues: roundValues(least, most) },
        axisTick: { customValues: roundValues(least, most) },
      }),
      yAxis: axis({
        type: "category",
        data: rows.map(({ strategy }) => strategy),
        axisLabel: { color: colour("ink") },
      }),
      series: [
        {
          type: "scatter",
          silent: true,
          symbolSize: 10,
          data: rows.map(({ strategy, ratio }, row) => ({
            value: [ratio.value, row],
            itemStyle: {
              color: again.some((one) => one.strategy === strategy)
                ? colour("muted")
                : palette.lookOf(strategy).area,
            },
          })),
          markLine: {
            silent: true,
            symbol: "none",
            label: { show: false },
            lineStyle: { color: colour("muted"), type: "dashed" },
            data: [{ xAxis: 1 }],
          },
        },
        whiskers(rows.map(({ ratio: { low, high } }, row) => ({ low, high, row }))),
        textsBeside(
          rows.map(({ ratio, standing }, row) => ({
            text: isNarrow ? times(ratio.value) : `${times(ratio.value)} ${wordsOf(standing)}`,
            at: ratio.high,
            row,
          })),
        ),
      ],
    }),
  };
  return figure(
    chart,
    html`How many times as fast as ${baseline}, the dashed line; the axis is logarithmic. Speeds are
    paired by round, so that what disturbed a round as a whole cancels out: these brackets may be
    narrower than those above. One that crosses the line is a tie, and so is a difference below 2%.
    All pairs of strategies are tested together (Holm's correction), which asks more of each: so a
    bracket that just clears the line can be a
    tie.${again.length === 0 ? "" : ` ${baseline} (again) is the same strategy under a second name: its bracket shows how much the machine's own noise could hide.`}`,
  );
}

function isCompared(row: StrategyResult): row is Compared {
  return row.status === "completed" && (row.ratio?.count ?? 0) >= MINIMUM_ROUNDS;
}

function times(value: number): string {
  return `${Number(value.toPrecision(3))}×`;
}

function wordsOf(standing: StrategyResult["standing"]): string {
  return standing === null || standing === "undecided" || standing === "baseline" ? "" : standing;
}

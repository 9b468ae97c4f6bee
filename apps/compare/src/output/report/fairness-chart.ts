/** How evenly a strategy serves clients of one role: each client a dot. */
import type { OperationKind } from "@sync-strategies/workload";
import type { StrategyResult, WorkloadResult } from "../result-document.ts";
import { axis, roomFor, colour, figure, type Chart } from "./charts.ts";
import { html, type Html } from "./html.ts";
import type { Palette } from "./palette.ts";

/** Where everyone is nearly alike, a picture shows nothing that the table does not. */
const FAIR_ENOUGH = 0.99;

export function fairnessFigure(workload: WorkloadResult, palette: Palette): Html | undefined {
  const { readers, writers, updaters } = workload.parameters;
  const roles: readonly [OperationKind, string, number, number][] = [
    ["read", "reader", 0, readers],
    ["write", "writer", readers, readers + writers],
    ["update", "updater", readers + writers, readers + writers + updaters],
  ];
  const unfair = workload.results.flatMap((row) =>
    roles.flatMap(([kind, role, from, to]) => {
      const fairness = row.status === "completed" ? row.fairness?.[kind] : undefined;
      if (fairness === undefined || fairness.jainIndex >= FAIR_ENOUGH) return [];
      return [{ name: `${row.strategy}, ${role}s`, row, shares: sharesOf(row, from, to) }];
    }),
  );
  if (unfair.length === 0) return undefined;
  const chart: Chart = {
    label: `How evenly clients were served in ${workload.workload}`,
    height: () => unfair.length * 44 + 60,
    option: () => ({
      grid: { left: roomFor(unfair.map(({ name }) => name)), right: 24, top: 8, bottom: 28 },
      xAxis: axis({
        type: "value",
        min: 0,
        axisLabel: { formatter: (value: number) => `${value}×` },
      }),
      yAxis: axis({
        type: "category",
        data: unfair.map(({ name }) => name),
        axisLabel: { color: colour("ink") },
        splitLine: { show: false },
      }),
      series: unfair.map(({ row, shares }, index) => ({
        type: "scatter",
        silent: true,
        symbolSize: 7,
        itemStyle: { color: palette.colourOf(row.strategy), opacity: 0.5 },
        data: shares.map((share) => [share, index]),
      })),
    }),
  };
  return figure(
    chart,
    html`Each dot is one client: how much it got done beside the average of its role. Dots far apart
    mean that some waited while others were served. Strategies that are not shown served all clients
    of a role alike.`,
  );
}

/** Each client's operations over all rounds, the role's average being 1. */
function sharesOf({ rounds }: StrategyResult, from: number, to: number): number[] {
  const sums = Array.from({ length: to - from }, (_, index) =>
    rounds.reduce((sum, { measured }) => sum + (measured?.perClientOps[from + index] ?? 0), 0),
  );
  const average = sums.reduce((sum, one) => sum + one, 0) / sums.length;
  return sums.map((sum) => (average === 0 ? 0 : sum / average));
}

/**
 * How evenly a strategy serves clients of one role: each client a dot, on a logarithmic axis, since
 * one client may get a hundred times as much as another. Where several members share the run, each
 * member's clients are a line of dots.
 */
import {
  memberInWords,
  titleOf,
  type StrategyResult,
  type WorkloadResult,
} from "@sync-strategies/results";
import type { OperationKind } from "@sync-strategies/workload";
import { axis, colour, figure, roomFor, roundValues, type Chart } from "./charts.ts";
import { html, type Html } from "./html.ts";
import type { Palette } from "./palette.ts";

/** Where everyone is nearly alike, a picture shows nothing that the table does not. */
const FAIR_ENOUGH = 0.99;

/** A client with less than this share of the average is drawn at the axis' left end, as if with none. */
const NEXT_TO_NOTHING = 0.01;

const ROW_HEIGHT = 46;

export function fairnessFigure(workload: WorkloadResult, palette: Palette): Html | undefined {
  const { readers, writers, updaters, members } = workload.parameters;
  const roles: readonly [OperationKind, string, number, number][] = [
    ["read", "reader", 0, readers],
    ["write", "writer", readers, readers + writers],
    ["update", "updater", readers + writers, readers + writers + updaters],
  ];
  const unfair = workload.results.flatMap((row) =>
    roles.flatMap(([kind, role, from, to]) => {
      const fairness = row.status === "completed" ? row.fairness?.[kind] : undefined;
      if (fairness === undefined || fairness.jainIndex >= FAIR_ENOUGH) return [];
      return [{ name: `${row.strategy}, ${role}s`, row, from, shares: sharesOf(row, from, to) }];
    }),
  );
  if (unfair.length === 0) return undefined;
  const shares = unfair.flatMap((one) => one.shares);
  const isStarved = Math.min(...shares) < NEXT_TO_NOTHING;
  const least = isStarved ? NEXT_TO_NOTHING : Math.min(0.5, ...shares);
  const most = Math.max(2, ...shares);
  const ticks = roundValues(least, most);
  const lines = members?.count ?? 1;
  const chart: Chart = {
    label: `How evenly clients were served in ${titleOf(workload)}`,
    height: () => unfair.length * ROW_HEIGHT + 50,
    option: () => ({
      grid: { left: roomFor(unfair.map(({ name }) => name)), right: 24, top: 8, bottom: 28 },
      xAxis: axis({
        type: "log",
        min: least,
        max: most,
        axisLabel: { formatter: tick, customValues: ticks },
        axisTick: { customValues: ticks },
      }),
      yAxis: axis({
        type: "category",
        inverse: true,
        data: unfair.map(({ name }) => name),
        axisLabel: { color: colour("ink") },
        splitLine: { show: false },
      }),
      series: unfair.map(({ row, from, shares: own }, index) => ({
        type: "scatter",
        silent: true,
        symbolSize: 7,
        itemStyle: { color: palette.lookOf(row.strategy).colour, opacity: 0.6 },
        data: own.map((share, number) => ({
          value: [Math.max(NEXT_TO_NOTHING, share), index],
          symbolOffset: [0, belowMiddle(from + number, number, row.members === null ? 1 : lines)],
        })),
      })),
    }),
  };
  return figure(
    chart,
    html`Each dot is one client: how many operations it completed, as a multiple of the average of
    its role. Dots far apart mean that some waited while others were
    served.${isStarved ? " At the left end are those that got next to nothing." : ""}
    ${upAndDown(memberInWords(members), lines)} A strategy that is not shown served all clients of a
    role equally.`,
  );
}

function tick(value: number): string {
  return value <= NEXT_TO_NOTHING ? "none" : `${value}×`;
}

function upAndDown(member: string, lines: number): string {
  return lines === 1
    ? "Up and down means nothing."
    : `Each ${member}'s clients are a line of dots, those of ${member} 1 the uppermost.`;
}

/** How much of a row's height dots take; the lines of several members need more of it. */
const [DOTS_SHARE, LINES_SHARE] = [0.55, 0.85];

/**
 * How far below the middle of its row a client's dot is. Dots are spread over the height of their
 * line, so that equal ones do not hide each other.
 *
 * @param number the client's number within its role.
 */
function belowMiddle(client: number, number: number, lines: number): number {
  const goldenRatio = 0.618034;
  const spread = (Math.floor(number / lines) * goldenRatio) % 1;
  if (lines === 1) return (spread - 0.5) * ROW_HEIGHT * DOTS_SHARE;
  // A third of its height is free, between it and the next line.
  const line = client % lines;
  return ((line + (0.5 + 2 * spread) / 3) / lines - 0.5) * ROW_HEIGHT * LINES_SHARE;
}

/** Each client's operations over all rounds, the role's average being 1. */
function sharesOf({ rounds }: StrategyResult, from: number, to: number): number[] {
  const sums = Array.from({ length: to - from }, (_, index) =>
    rounds.reduce((sum, { measured }) => sum + (measured?.perClientOps[from + index] ?? 0), 0),
  );
  const average = sums.reduce((sum, one) => sum + one, 0) / sums.length;
  return sums.map((sum) => (average === 0 ? 0 : sum / average));
}

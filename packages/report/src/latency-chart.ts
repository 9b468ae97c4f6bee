/**
 * Latency by percentile, both axes logarithmic: the right end, where one operation in a thousand
 * is, gets as much room as the left. The form is HdrHistogram's.
 */
import { duration, list, titleOf, type WorkloadResult } from "@sync-strategies/results";
import type { LatencyBucket } from "@sync-strategies/workload";
import { axis, labelsInside, figure, type Chart } from "./charts.ts";
import { html, type Html } from "./html.ts";
import { labelledLines, roomForNames } from "./labelled-line.ts";
import type { Palette } from "./palette.ts";

/** Beyond this percentile fewer than ten samples are left, too few to say anything. */
const SAMPLES_ABOVE = 10;

export function latencyFigure(workload: WorkloadResult, palette: Palette): Html | undefined {
  const rows = workload.results.filter(
    ({ status, latency }) =>
      status === "completed" && curveOf(latency?.all?.distribution).length > 1,
  );
  if (rows.length === 0) return undefined;
  const curves = rows.map(({ strategy, latency }) => ({
    name: strategy,
    look: palette.lookOf(strategy),
    points: curveOf(latency?.all?.distribution),
  }));
  const { ratePerSecond } = workload.parameters;
  const chart: Chart = {
    label: `Latency percentiles in ${titleOf(workload)}`,
    height: ({ isNarrow }) => (isNarrow ? 280 : 360),
    option: (size) => ({
      grid: {
        left: 4,
        right: roomForNames(curves, size),
        top: 12,
        bottom: 8,
        ...labelsInside,
      },
      xAxis: axis({
        type: "log",
        min: 1,
        axisLabel: { formatter: percentileOf },
      }),
      yAxis: axis({
        type: "log",
        axisLabel: { formatter: tick },
      }),
      series: labelledLines(curves, size),
    }),
  };
  const others = workload.results.filter(
    (row) => row.status === "completed" && row.latency?.all !== undefined && !rows.includes(row),
  );
  const missing =
    others.length === 0
      ? ""
      : ` Not drawn: ${list(others.map(({ strategy }) => strategy))}, of which there are too few samples, or percentiles alone.`;
  const subject =
    ratePerSecond > 0
      ? "Latency, from the moment at which an operation was due to arrive"
      : "Service time, from an operation's call to its resolution";
  return figure(
    chart,
    html`${subject}. At 99% you read what 99 of 100 operations stayed below. Lower is faster; a
    curve that rises steeply at its right end has a long tail. It ends where fewer than ten samples
    lie above.${missing}`,
  );
}

/** A power of ten needs no digits behind the point. */
function tick(microseconds: number): string {
  return duration(microseconds).replace(/\.0+ /, " ");
}

/** Points of 1 / (the share above) and the latency in microseconds. */
function curveOf(distribution: readonly LatencyBucket[] = []): [number, number][] {
  const samples = distribution.reduce((sum, [, number]) => sum + number, 0);
  const points: [number, number][] = [];
  let below = 0;
  for (const [upperUs, number] of distribution) {
    below += number;
    const above = samples - below;
    if (above < SAMPLES_ABOVE) break;
    points.push([samples / above, upperUs]);
  }
  return points;
}

/** 10 is 90%, 100 is 99%. */
function percentileOf(value: number): string {
  return `${Number(((1 - 1 / value) * 100).toPrecision(7))}%`;
}

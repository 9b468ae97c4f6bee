/** What a sweep found: one curve per strategy, over the values of the knob. */
import { isDecidedByDemand } from "@sync-strategies/statistics";
import { disqualificationIn } from "./disqualification.ts";
import type { ResultDocument, WorkloadResult } from "./result-document.ts";

export interface SweepCurves {
  readonly workload: string;
  readonly knob: string;
  readonly values: readonly (number | string)[];
  readonly curves: readonly SweepCurve[];
  /** False if pauses or arrivals decide the counts at a point: then latencies are to be compared. */
  readonly canRank: boolean;
}

export interface SweepCurve {
  readonly strategy: string;
  /** Operations per second at each value; null where there is no valid figure. */
  readonly speeds: readonly (number | null)[];
  /** The p99 of all operations in microseconds at each value; null where there is none. */
  readonly p99sUs: readonly (number | null)[];
  /** The 95% intervals, where there are enough rounds. */
  readonly intervals: readonly ({ readonly low: number; readonly high: number } | null)[];
}

/** The sweeps of a run, one for each workload that was swept. */
export function sweepCurves({ workloads }: ResultDocument): SweepCurves[] {
  const swept = workloads.filter(({ sweep }) => sweep !== null);
  return [...new Set(swept.map(({ workload }) => workload))].map((name) => {
    const points = swept.filter(({ workload }) => workload === name);
    const strategies = [
      ...new Set(points.flatMap(({ results }) => results.map(({ strategy }) => strategy))),
    ];
    return {
      workload: name,
      knob: points[0]?.sweep?.knob ?? "",
      values: points.map(({ sweep }) => sweep?.value ?? ""),
      curves: strategies.map((strategy) => curveOf(strategy, points)),
      canRank: points.every((point) => !isDecidedByDemand(disqualificationIn(point))),
    };
  });
}

function curveOf(strategy: string, points: readonly WorkloadResult[]): SweepCurve {
  const rows = points.map(({ results }) => {
    const row = results.find((one) => one.strategy === strategy);
    return row?.status === "completed" ? row : undefined;
  });
  return {
    strategy,
    speeds: rows.map((row) => row?.opsPerSecond ?? null),
    p99sUs: rows.map((row) => row?.latency?.all?.p99Us ?? null),
    intervals: rows.map((row) => row?.opsPerSecondInterval ?? null),
  };
}

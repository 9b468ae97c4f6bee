/**
 * The check whether a table is pause-bound: where clients rest through nearly all of each cycle,
 * their counts say how long they rest, and nothing about the stores.
 */
import { isPauseBound as isLoopPauseBound, mean } from "@sync-strategies/statistics";
import type { StrategyResult, WorkloadResult } from "./result-document.ts";

type Row = Pick<StrategyResult, "kind" | "status" | "latency" | "rounds">;
type Parameters = WorkloadResult["parameters"];

/** How long clients really rested after an operation, on average: timers are late. */
export function meanPauseUs({ rounds }: Pick<Row, "rounds">, { pauseUs }: Parameters): number {
  const pauses = rounds.flatMap(({ measured }) => measured?.meanPauseUs ?? []);
  return pauses.length === 0 ? pauseUs : mean(pauses);
}

/** Whether that holds for every row that we ran, the slowest included. */
export function isPauseBound(rows: readonly Row[], parameters: Parameters): boolean {
  if (parameters.pauseUs === 0) return false;
  const loops = rows.flatMap((row) => {
    const responseUs = row.latency?.all?.meanUs;
    const isOurs = row.kind !== "reference" && row.status === "completed";
    return isOurs && responseUs !== undefined
      ? [{ responseUs, pauseUs: meanPauseUs(row, parameters) }]
      : [];
  });
  return loops.length > 0 && loops.every(isLoopPauseBound);
}

import { clientsOf } from "@sync-strategies/workload";
import type { WorkloadResult } from "./result-document.ts";

/** A workload's table before its first row. */
export function newTable(
  about: Pick<WorkloadResult, "workload" | "question" | "sweep" | "parameters">,
): WorkloadResult {
  return {
    ...about,
    operationCeiling: operationCeilingOf(about.parameters),
    digest: null,
    order: [],
    results: [],
    baselineAgain: null,
    comparison: null,
  };
}

/** How many operations the pauses allow; null where there are none, or the run does not end by time. */
function operationCeilingOf(parameters: WorkloadResult["parameters"]): number | null {
  const { pauseUs, durationMs } = parameters;
  if (pauseUs === 0 || durationMs === null || pauseUs > durationMs * 1000) return null;
  return Math.round((clientsOf(parameters) * durationMs * 1000) / pauseUs);
}

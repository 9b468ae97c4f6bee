import type { WorkloadResult } from "./result-document.ts";

/** "contended", or of a sweep "contended, keys 50". */
export function titleOf({ workload, sweep }: Pick<WorkloadResult, "workload" | "sweep">): string {
  return sweep === null ? workload : `${workload}, ${sweep.knob} ${sweep.value}`;
}

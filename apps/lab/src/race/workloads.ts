/** Which workloads race, and for how long: what the address may say. */
import type { allPresets } from "@sync-strategies/workload";

export type RaceWorkload = keyof typeof allPresets;

/** In the order in which they are offered. What each asks is the preset's own question. */
export const raceWorkloads = [
  "contended",
  "saturated",
  "paced",
  "mixed",
  "read-heavy",
  "write-heavy",
] as const satisfies readonly RaceWorkload[];

/** How long each strategy runs, in milliseconds. */
export const raceDurationsMs = [250, 500, 1000, 2000] as const;

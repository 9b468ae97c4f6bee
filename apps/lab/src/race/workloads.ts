/** Which workloads race, and for how long. */
import { allPresets } from "@sync-strategies/workload";

export const raceWorkloads = Object.values(allPresets).map(({ name, question }) => ({
  name,
  question,
}));

/** How long each strategy runs, in milliseconds. */
export const raceDurationsMs = [250, 500, 1000, 2000] as const;

/** Every schedule of a scenario on a strategy's store, each with its verdict. */
import { exploreAll, type AllSchedules } from "@sync-strategies/schedule-explorer";
import { defineJob } from "../job.ts";
import { scenarioById } from "../scenario-by-id.ts";
import { strategyById } from "../strategy-by-id.ts";

export interface ExploreAllRequest {
  readonly strategy: string;
  readonly scenario: string;
}

/** How many schedules have been run so far. */
export type ExploreAllProgress = number;

/** No screen can show more cells than these. */
export const MAXIMUM_SCHEDULES = 5000;

const SCHEDULES_PER_NEWS = 50;

export default defineJob<ExploreAllRequest, ExploreAllProgress, AllSchedules>(
  async ({ strategy, scenario }, progress) => {
    let count = 0;
    return exploreAll(scenarioById(scenario), await strategyById(strategy), {
      maximumSchedules: MAXIMUM_SCHEDULES,
      onSchedule() {
        count += 1;
        if (count % SCHEDULES_PER_NEWS === 0) progress(count);
      },
    });
  },
);

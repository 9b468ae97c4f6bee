/** A schedule's first steps on a strategy's store, as far as they have been chosen. */
import { play, type Position } from "@sync-strategies/schedule-explorer";
import { defineJob } from "../job.ts";
import { scenarioById } from "../scenario-by-id.ts";
import { strategyById } from "../strategy-by-id.ts";

export interface PlayRequest {
  readonly strategy: string;
  readonly scenario: string;
  /** The letters of the steps taken so far. */
  readonly steps: string;
}

export default defineJob<PlayRequest, never, Position>(async ({ strategy, scenario, steps }) =>
  play(scenarioById(scenario), await strategyById(strategy), steps),
);

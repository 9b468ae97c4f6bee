/**
 * The process that explores one strategy: a store that never lets go of the processor can only be
 * stopped from outside.
 */
import {
  assertBuiltIns,
  failureOf,
  findStrategy,
  serveParent,
} from "@sync-strategies/command-kit/in-child";
import {
  everydayScenarios,
  explore,
  InvalidScheduleError,
  replay,
  scenarios,
  UnexplorableStoreError,
  type Scenario,
} from "@sync-strategies/schedule-explorer";
import { isShared, type Strategy } from "@sync-strategies/state-store";
import type { ExplorationMessage, ExplorationRequest } from "./exploration.ts";

const PROGRESS_INTERVAL_MS = 200;

/** The id of the scenario that is being explored, for the message about a failure. */
let current = "";

const { send } = serveParent<ExplorationRequest, ExplorationMessage>({
  async serve(request) {
    const strategy = await findStrategy(request.moduleUrl, request.strategyId);
    if (isShared(strategy)) throw new TypeError(`${strategy.id} does not live in one event loop`);
    for (const id of request.scenarioIds) {
      const scenario = [...scenarios, ...everydayScenarios].find((known) => known.id === id);
      if (scenario === undefined) throw new TypeError(`there is no scenario "${id}"`);
      current = id;
      const { schedule } = request;
      try {
        if (schedule === undefined) await exploreOne(scenario, strategy, request);
        else await replayOne(scenario, strategy, schedule);
      } catch (error) {
        if (!(error instanceof UnexplorableStoreError)) throw error;
        send({ type: "unexplorable", scenario: id, message: error.message });
      }
      assertBuiltIns();
    }
    return { type: "done" };
  },
  describeFailure: (error) => ({
    type: "failed",
    scenario: current,
    failure: failureOf(error),
  }),
});

async function exploreOne(
  scenario: Scenario<number>,
  strategy: Strategy,
  { random, maximumSchedules }: ExplorationRequest,
): Promise<void> {
  let schedules = 0;
  let reportedAt = performance.now();
  const result = await explore(scenario, strategy, {
    ...(random !== undefined && { random }),
    ...(maximumSchedules !== undefined && { maximumSchedules }),
    onSchedule() {
      schedules++;
      const now = performance.now();
      if (now - reportedAt < PROGRESS_INTERVAL_MS) return;
      reportedAt = now;
      send({ type: "progress", scenario: scenario.id, schedules });
    },
  });
  send({ type: "explored", scenario: scenario.id, result });
}

async function replayOne(
  scenario: Scenario<number>,
  strategy: Strategy,
  schedule: string,
): Promise<void> {
  try {
    const report = await replay(scenario, strategy, schedule);
    send({ type: "replayed", scenario: scenario.id, report });
  } catch (error) {
    if (!(error instanceof InvalidScheduleError)) throw error;
    send({ type: "refused", message: error.message });
  }
}

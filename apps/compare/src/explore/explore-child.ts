/**
 * The process that explores one strategy: a store that never lets go of the processor can only be
 * stopped from outside.
 */
import {
  explore,
  InvalidScheduleError,
  replay,
  scenarios,
  type Scenario,
} from "@sync-strategies/schedule-explorer";
import type { Strategy } from "@sync-strategies/state-store";
import { loadStrategies } from "../strategies/strategy-module.ts";
import { failureOf } from "../trial/child-failure.ts";
import type { ExplorationMessage, ExplorationRequest } from "./exploration.ts";

const PROGRESS_INTERVAL_MS = 200;

let current = "";

process.on("SIGINT", () => {});
process.on("disconnect", () => process.exit());
process.on("uncaughtException", fail);
process.on("unhandledRejection", fail);
process.once("message", (request: ExplorationRequest) => {
  run(request).then(() => sendAndExit({ type: "done" }), fail);
});

async function run(request: ExplorationRequest): Promise<void> {
  const strategies = await loadStrategies(request.moduleUrl);
  const strategy = strategies.find(({ id }) => id === request.strategyId);
  if (strategy === undefined) throw new TypeError(`it no longer exports "${request.strategyId}"`);
  for (const id of request.scenarioIds) {
    const scenario = scenarios.find((known) => known.id === id);
    if (scenario === undefined) throw new TypeError(`there is no scenario "${id}"`);
    current = id;
    const { schedule } = request;
    if (schedule === undefined) await exploreOne(scenario, strategy, request);
    else await replayOne(scenario, strategy, schedule);
  }
}

async function exploreOne(
  scenario: Scenario<number>,
  strategy: Strategy,
  { random, maximumSchedules }: ExplorationRequest,
): Promise<void> {
  let schedules = 0;
  let saidAt = performance.now();
  const result = await explore(scenario, strategy, {
    ...(random !== undefined && { random }),
    ...(maximumSchedules !== undefined && { maximumSchedules }),
    onSchedule() {
      schedules++;
      const now = performance.now();
      if (now - saidAt < PROGRESS_INTERVAL_MS) return;
      saidAt = now;
      process.send?.({ type: "progress", scenario: scenario.id, schedules });
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

function fail(error: unknown): void {
  sendAndExit({ type: "failed", scenario: current, failure: failureOf(error) });
}

function send(message: ExplorationMessage): void {
  process.send?.(message);
}

function sendAndExit(message: ExplorationMessage): void {
  process.send?.(message, () => process.exit());
}

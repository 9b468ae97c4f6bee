/**
 * Examines a store, in a process that does nothing else: a broken store may never yield, or throw
 * where no caller catches. Each finding is sent to the parent at once, so none is lost with the
 * process.
 */
import { connectToParent } from "@sync-strategies/command-kit/in-child";
import { explore, scenarios } from "@sync-strategies/schedule-explorer";
import type { Strategy } from "@sync-strategies/state-store";
import { contractTests, runContractTest } from "@sync-strategies/state-store-testkit/contract";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { ExaminationMessage } from "./examination.ts";

const { send } = connectToParent<unknown, ExaminationMessage>();

/** The time that each test spends on a store that is stuck, in milliseconds. */
const PATIENCE_MS = 50;

/** How much later it is at each look at the clock, in milliseconds. */
const MS_PER_LOOK = 0.1;

export async function examine(strategy: Strategy): Promise<void> {
  // A broken store leaves rejected promises that no caller awaits; only the tests judge it.
  process.on("unhandledRejection", () => {});
  // The result must not depend on the speed of the machine: time passes by looking at the clock.
  let looks = 0;
  performance.now = () => (looks += 1) * MS_PER_LOOK;
  const testCount = await runContract(strategy);
  await exploreScenarios(strategy);
  send({ type: "done", testCount });
  process.exit();
}

async function runContract(strategy: Strategy): Promise<number> {
  const tests = contractTests.filter((test) => test.appliesTo(strategy.traits));
  const original = Math.random;
  for (const test of tests) {
    send({ type: "begins", what: `the test "${test.name}"` });
    // Nor on chance: a strategy that uses random numbers gets the same ones in each test.
    const chance = xoroshiro128plus(1);
    Math.random = () => uniformFloat64(chance);
    try {
      await runContractTest(test, strategy, { patienceMs: PATIENCE_MS });
    } catch {
      send({ type: "failed-test", name: test.name });
    }
  }
  Math.random = original;
  return tests.length;
}

/** Finds the smallest failing schedule of each scenario. */
async function exploreScenarios(strategy: Strategy): Promise<void> {
  for (const scenario of scenarios) {
    send({ type: "begins", what: `the scenario ${scenario.id}` });
    try {
      const { failure } = await explore(scenario, strategy);
      if (failure !== undefined) send({ type: "failed-schedule", scenario: scenario.id, failure });
    } catch (error) {
      send({ type: "unexplorable", scenario: scenario.id, reason: String(error) });
    }
  }
}

/**
 * Examines a store from inside a process of its own: a broken store may keep the processor for
 * good, or throw where nobody catches. It tells its parent what it finds as it finds it.
 */
import { explore, scenarios } from "@sync-strategies/schedule-explorer";
import type { Strategy } from "@sync-strategies/state-store";
import { contractTests, runContractTest } from "@sync-strategies/state-store-testkit/contract";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { ExaminationMessage } from "./examination.ts";

/** A store that is stuck costs this much for each test that finds it, in milliseconds. */
const PATIENCE_MS = 50;

export async function examine(strategy: Strategy): Promise<void> {
  // A broken store leaves promises behind that nobody awaits. The tests tell what that means.
  process.on("unhandledRejection", () => {});
  process.on("disconnect", () => process.exit());
  // Nothing may depend on how fast the machine is: no store here finds its time used up.
  performance.now = () => 0;
  const testCount = await runContract(strategy);
  await exploreScenarios(strategy);
  await tell({ type: "done", testCount });
  process.exit();
}

async function runContract(strategy: Strategy): Promise<number> {
  const tests = contractTests.filter((test) => test.appliesTo(strategy.traits));
  const original = Math.random;
  for (const test of tests) {
    await tell({ type: "begins", what: `the test "${test.name}"` });
    // Nor on chance: a strategy that draws lots draws the same ones each time.
    const chance = xoroshiro128plus(1);
    Math.random = () => uniformFloat64(chance);
    try {
      await runContractTest(test, strategy, { patienceMs: PATIENCE_MS });
    } catch {
      await tell({ type: "failed-test", name: test.name });
    }
  }
  Math.random = original;
  return tests.length;
}

/** Of each scenario, the smallest schedule that fails. */
async function exploreScenarios(strategy: Strategy): Promise<void> {
  for (const scenario of scenarios) {
    await tell({ type: "begins", what: `the scenario ${scenario.id}` });
    try {
      const { failure } = await explore(scenario, strategy);
      if (failure !== undefined)
        await tell({ type: "failed-schedule", scenario: scenario.id, failure });
    } catch (error) {
      await tell({ type: "unexplorable", scenario: scenario.id, reason: String(error) });
    }
  }
}

function tell(message: ExaminationMessage): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send?.(message, (error: Error | null) => (error === null ? resolve() : reject(error)));
  });
}

/**
 * What catches a broken strategy: the tests of the contract that fail, then the smallest failing
 * schedule of the plainest scenario that the unbroken strategy passes. The same as `pnpm break-it`
 * does, less the tests that need Node.
 */
import { explore, scenarios, type ScheduleFailure } from "@sync-strategies/schedule-explorer";
import { contractTests, runContractTest } from "@sync-strategies/state-store-testkit/contract";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { defineJob } from "../job.ts";
import { strategyById } from "../strategy-by-id.ts";

export interface ExamineRequest {
  /** A break's name, or a strategy's id to see every test pass. */
  readonly strategy: string;
  /** The scenario to search; none if undefined. */
  readonly scenario: string | undefined;
}

export interface ExamineProgress {
  /** The results of the tests that have ended. */
  readonly tests: readonly TestResult[];
  /** How many tests there are. */
  readonly of: number;
}

export interface TestResult {
  readonly name: string;
  readonly outcome: "passed" | "failed" | "skipped";
  /** What the test found, if it failed. */
  readonly message: string | undefined;
}

export interface ExamineReply {
  readonly tests: readonly TestResult[];
  readonly failure: ScheduleFailure | undefined;
}

/** The time that each test spends on a store that is stuck, in milliseconds. */
const PATIENCE_MS = 50;

/** How much later it is at each look at the clock, in milliseconds. */
const MS_PER_LOOK = 0.1;

export default defineJob<ExamineRequest, ExamineProgress, ExamineReply>(
  async ({ strategy: id, scenario: scenarioId }, progress) => {
    const strategy = await strategyById(id);
    // The result must not depend on the speed of the machine: time passes by looking at the clock.
    let looks = 0;
    performance.now = () => (looks += 1) * MS_PER_LOOK;
    const original = Math.random;
    const tests: TestResult[] = [];
    for (const test of contractTests) {
      const { name } = test;
      // Nor on chance: a strategy that uses random numbers gets the same ones in each test.
      const chance = xoroshiro128plus(1);
      Math.random = () => uniformFloat64(chance);
      tests.push(
        test.appliesTo(strategy.traits)
          ? await outcomeOf(name, runContractTest(test, strategy, { patienceMs: PATIENCE_MS }))
          : { name, outcome: "skipped", message: undefined },
      );
      progress({ tests, of: contractTests.length });
    }
    Math.random = original;
    const scenario = scenarios.find((known) => known.id === scenarioId);
    if (scenario === undefined) return { tests, failure: undefined };
    const { failure } = await explore(scenario, strategy);
    return { tests, failure };
  },
);

async function outcomeOf(name: string, run: Promise<void>): Promise<TestResult> {
  try {
    await run;
    return { name, outcome: "passed", message: undefined };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { name, outcome: "failed", message };
  }
}

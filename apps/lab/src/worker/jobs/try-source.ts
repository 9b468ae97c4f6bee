/**
 * The contract's suite and the explorer on the strategy in the editor. The worker is this job's
 * own, and the page ends it when it says nothing for too long: an endless loop ends no other way.
 */
import { explore, scenarios, type ScheduleFailure } from "@sync-strategies/schedule-explorer";
import type { Strategy } from "@sync-strategies/state-store";
import {
  contractTests,
  isStuck,
  runContractTest,
} from "@sync-strategies/state-store-testkit/contract";
import { MEMORY_LIMIT_BYTES } from "../../yours/limits.ts";
import { limitMemory } from "../../yours/memory-meter.ts";
import { lineOf, loadStrategy } from "../../yours/load-module.ts";
import { defineJob } from "../job.ts";

export interface TrySourceRequest {
  readonly source: string;
}

export type TrySourceProgress =
  | { readonly type: "test-begins"; readonly name: string; readonly of: number }
  | { readonly type: "test"; readonly result: SourceTest }
  | { readonly type: "scenario-begins"; readonly title: string; readonly of: number }
  | { readonly type: "scenario"; readonly result: SourceScenario }
  | { readonly type: "alive" }
  /** It took more memory than it may: the worker has to end. */
  | { readonly type: "memory-limit" };

export interface SourceTest {
  readonly name: string;
  readonly outcome: "passed" | "failed" | "skipped";
  readonly message: string | undefined;
  /** The line of the editor at which it was thrown, if one was. */
  readonly line: number | undefined;
}

export interface SourceScenario {
  readonly id: string;
  readonly title: string;
  readonly schedules: number;
  /** Whether these are all that there are. */
  readonly complete: boolean;
  readonly failure: ScheduleFailure | undefined;
  /** Why it could not be explored. */
  readonly problem: string | undefined;
}

export type TrySourceReply =
  | { readonly type: "tried" }
  | { readonly type: "faulty"; readonly message: string; readonly line: number | undefined };

/** How long a test may go without any progress before it fails as stuck, in milliseconds. */
const PATIENCE_MS = 300;

/** After this number of stuck tests most others are stuck as well, and get less patience. */
const STUCK_OFTEN = 5;
const PATIENCE_WHEN_STUCK_OFTEN_MS = 50;

const ALIVE_EVERY_MS = 100;

// Taken here, because the suite replaces the platform's timers at times.
const { setInterval } = globalThis;

export default defineJob<TrySourceRequest, TrySourceProgress, TrySourceReply>(
  async ({ source }, progress) => {
    const tell = (): void => progress({ type: "alive" });
    tell();
    setInterval(tell, ALIVE_EVERY_MS);
    limitMemory(MEMORY_LIMIT_BYTES, () => progress({ type: "memory-limit" }));
    let strategy: Strategy;
    try {
      strategy = await loadStrategy(source);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { type: "faulty", message, line: lineOf(error) };
    }
    let stuck = 0;
    for (const test of contractTests) {
      const { name } = test;
      progress({ type: "test-begins", name, of: contractTests.length });
      const patienceMs = stuck < STUCK_OFTEN ? PATIENCE_MS : PATIENCE_WHEN_STUCK_OFTEN_MS;
      const { wasStuck, ...result } = await tryTest(test, strategy, patienceMs);
      if (wasStuck) stuck += 1;
      progress({ type: "test", result });
    }
    for (const scenario of scenarios) {
      const { id, title } = scenario;
      progress({ type: "scenario-begins", title, of: scenarios.length });
      try {
        const { schedules, complete, failure } = await explore(scenario, strategy);
        const result = { id, title, schedules, complete, failure, problem: undefined };
        progress({ type: "scenario", result });
      } catch (error) {
        const problem = error instanceof Error ? error.message : String(error);
        const result = { id, title, schedules: 0, complete: false, failure: undefined, problem };
        progress({ type: "scenario", result });
      }
    }
    return { type: "tried" };
  },
);

async function tryTest(
  test: (typeof contractTests)[number],
  strategy: Strategy,
  patienceMs: number,
): Promise<SourceTest & { readonly wasStuck: boolean }> {
  const { name } = test;
  const passed = { name, message: undefined, line: undefined, wasStuck: false };
  try {
    if (!test.appliesTo(strategy.traits)) return { ...passed, outcome: "skipped" };
    await runContractTest(test, strategy, { patienceMs });
    return { ...passed, outcome: "passed" };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { name, outcome: "failed", message, line: lineOf(error), wasStuck: isStuck(error) };
  }
}

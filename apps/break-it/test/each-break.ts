import { workspaceRoot } from "@sync-strategies/command-kit";
import {
  findStrategyPackages,
  loadSharedPackages,
  loadStrategyPackages,
} from "@sync-strategies/command-kit/strategies";
import { isShared } from "@sync-strategies/state-store";
import { describe, expect, test } from "vitest";
import { findBreaks, type PackageBreak } from "../src/find-breaks.ts";
import { differencesOf, findTellingSchedule } from "../src/judge-break.ts";
import { runBreak } from "../src/run-break.ts";

/** The strategies, and the one that new strategies are made from. */
const found = [
  ...(await findStrategyPackages()),
  ...(await findStrategyPackages(workspaceRoot, "templates")),
];

/** Those of all strategies. */
export const breaks = await findBreaks([
  ...(await loadStrategyPackages(found)),
  ...(await loadSharedPackages(found)),
]);

/** The first of each strategy that lives in one event loop: those of shared strategies take long. */
export const firstBreaks = breaks.filter(
  ({ strategy }, at) =>
    !isShared(strategy) && breaks.findIndex((each) => each.strategy === strategy) === at,
);

export function testBreaks(these: readonly PackageBreak[]): void {
  describe.concurrent("each break", () => {
    test.for(these)(
      "$name is caught by exactly the tests and the schedule named for it",
      { timeout: 300_000 },
      async (each) => {
        const examination = await runBreak(each);
        const telling = await findTellingSchedule(each.strategy, examination);
        expect(differencesOf(each, examination, telling)).toEqual([]);
      },
    );
  });
}

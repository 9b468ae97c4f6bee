// The titles and the assertions are those of the contract's own tests.
/* oxlint-disable vitest/valid-title, vitest/expect-expect */
import type { Strategy } from "@sync-strategies/state-store";
import { describe, expect, test } from "vitest";
import { faultsOfDescription } from "./description.ts";
import { runContractTest, type ContractOptions } from "./run-contract.ts";
import { clauses } from "./clauses/index.ts";

/** Above any patience: a stuck test is ended by its own limit, which says what it waits for. */
const VITEST_LIMIT_MS = 120_000;

/**
 * Registers the whole contract with vitest as tests of this strategy. What the strategy's
 * traits do not promise shows as skipped. Where the options have no seed, the variable SEED
 * decides what random clients do; a history that is not linearizable is reported with its seed.
 */
export function testStateStore(strategy: Strategy, given: ContractOptions = {}): void {
  const seed = process.env["SEED"];
  const options = seed === undefined || seed === "" ? given : { seed: Number(seed), ...given };
  describe(`${strategy.title} keeps the contract`, () => {
    test("its description can be printed as it is, and no trait contradicts another", () => {
      expect(faultsOfDescription(strategy)).toEqual([]);
    });
    for (const clause of clauses) {
      describe(clause.title, () => {
        for (const contractTest of clause.tests) {
          const applies = contractTest.appliesTo(strategy.traits);
          test.skipIf(!applies)(contractTest.name, { timeout: VITEST_LIMIT_MS }, () =>
            runContractTest(contractTest, strategy, options),
          );
        }
      });
    }
  });
}

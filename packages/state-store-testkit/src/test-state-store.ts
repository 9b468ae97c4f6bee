// The titles and the assertions are those of the contract's own tests.
/* oxlint-disable vitest/valid-title, vitest/expect-expect */
import type { SharedStrategy, Strategy } from "@sync-strategies/state-store";
import { describe, expect, test } from "vitest";
import { faultsOfDescription } from "./description.ts";
import { runContractTest, type ContractOptions } from "./run-contract.ts";
import { clauses } from "./clauses/index.ts";

/** Above any patience: a stuck test is ended by its own limit, which says what it waits for. */
export const VITEST_LIMIT_MS = 300_000;

/**
 * Registers the whole contract with vitest as tests of this strategy. What the strategy's
 * traits do not promise shows as skipped. Where the options have no seed, the variable SEED
 * decides what random clients do; a history that is not linearizable is reported with its seed.
 */
export function testStateStore(strategy: Strategy, given: ContractOptions = {}): void {
  const options = withSeed(given);
  describe(`${strategy.title} keeps the contract`, () => {
    testDescription(strategy);
    testClauses(strategy, options);
  });
}

/** The options with the seed of the variable SEED, unless they have one. */
export function withSeed<Options extends ContractOptions>(given: Options): Options {
  const seed = process.env["SEED"];
  return seed === undefined || seed === "" ? given : { seed: Number(seed), ...given };
}

export function testDescription(strategy: Strategy | SharedStrategy): void {
  test("its description can be printed as it is, and no trait contradicts another", () => {
    expect(faultsOfDescription(strategy)).toEqual([]);
  });
}

/**
 * Each test of the contract as one of vitest.
 *
 * @param skipped names of tests that the strategy need not pass, whatever its traits say.
 */
export function testClauses(
  strategy: Strategy,
  options: ContractOptions,
  skipped: readonly string[] = [],
): void {
  for (const clause of clauses) {
    describe(clause.title, () => {
      for (const contractTest of clause.tests) {
        const { name } = contractTest;
        const applies = contractTest.appliesTo(strategy.traits) && !skipped.includes(name);
        test.skipIf(!applies)(contractTest.name, { timeout: VITEST_LIMIT_MS }, () =>
          runContractTest(contractTest, strategy, options),
        );
      }
    });
  }
}

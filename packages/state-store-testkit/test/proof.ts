/** Runs tests of the contract against a broken store, to see which of them find the fault. */
import {
  clauses,
  contractTests,
  runContractTest,
  type ContractTest,
} from "@sync-strategies/state-store-testkit/contract";
import type { BrokenStore } from "@sync-strategies/state-store-testkit/broken-stores";

/** A broken store that is stuck costs this much for each test that finds it, in milliseconds. */
const PATIENCE_MS = 50;

/** Tests that take thousands of operations or collect garbage, and most of the suite's time. */
const largeClauses = new Set(["bounded overtaking", "interruptibility", "memory", "many clients"]);
const large = new Set([
  ...clauses.filter(({ title }) => largeClauses.has(title)).flatMap(({ tests }) => tests),
  ...contractTests.filter(({ name }) => name.includes("many random clients")),
]);

/** The tests that must find the fault, but of the large ones only the first. */
export function testsInShort({ caughtBy }: BrokenStore): ContractTest[] {
  const listed = contractTests.filter(({ name }) => caughtBy.includes(name));
  const firstLarge = listed.find((test) => large.has(test));
  return listed.filter((test) => !large.has(test) || test === firstLarge);
}

/**
 * All tests, but of the large ones those alone that must find the fault: a store that starves others
 * would take minutes for the rest.
 */
export function testsAtLength({ caughtBy }: BrokenStore): ContractTest[] {
  return contractTests.filter((test) => !large.has(test) || caughtBy.includes(test.name));
}

/** The names of the tests that fail, in the order of the contract. */
export async function failuresOf(
  broken: BrokenStore,
  tests: readonly ContractTest[],
): Promise<string[]> {
  const failures: string[] = [];
  for (const test of tests) {
    if (!test.appliesTo(broken.traits)) continue;
    try {
      await runContractTest(test, broken, { patienceMs: PATIENCE_MS });
    } catch {
      failures.push(test.name);
    }
  }
  return failures;
}

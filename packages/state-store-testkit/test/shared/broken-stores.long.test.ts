import { afterAll, describe, expect, test } from "vitest";
import { brokenSharedStores } from "../../src/shared/broken-stores/index.ts";
import { sharedClauses } from "../../src/shared/clauses/index.ts";
import { sharedContractTests } from "../../src/shared/run-shared-contract.ts";
import { failuresOf, Pools, testsNamed } from "./proof.ts";

/** Long enough that no test fails for want of a processor. */
const PATIENCE_MS = 5000;

/** A short one for what must fail: it may be stuck. */
const SHORT_PATIENCE_MS = 500;
const RUNS = 2;

const pools = new Pools();
afterAll(() => pools[Symbol.asyncDispose]());

/** Much happens at once in these, so they may find any fault. */
const withLuck = new Set(
  sharedClauses
    .filter(({ title }) => /^(updates|fairness|linearizability)/.test(title))
    .flatMap(({ tests }) => tests),
);

describe("the suite over two members proves itself at length", () => {
  const exact = brokenSharedStores.filter(({ others }) => others === "pass");
  test.for(exact)("$id passes all tests but those listed for it", async (broken) => {
    const others = sharedContractTests.filter(
      (each) => !broken.caughtBy.includes(each.name) && !withLuck.has(each),
    );
    expect(await failuresOf(broken, others, pools, PATIENCE_MS)).toEqual([]);
  });

  test.for(brokenSharedStores)(`$id is caught in each of ${RUNS} runs`, async (broken) => {
    const tests = testsNamed(broken);
    for (let run = 0; run < RUNS; run += 1) {
      const failures = await failuresOf(broken, tests, pools, SHORT_PATIENCE_MS);
      expect(failures).toEqual(tests.map(({ name }) => name));
    }
  });
});

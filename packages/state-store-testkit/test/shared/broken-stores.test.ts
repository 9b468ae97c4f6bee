import { afterAll, describe, expect, test } from "vitest";
import { brokenSharedStores } from "../../src/shared/broken-stores/index.ts";
import { sharedContractTests } from "../../src/shared/run-shared-contract.ts";
import { contractTests } from "../../src/run-contract.ts";
import { failuresOf, Pools, testsInShort, testsNamed } from "./proof.ts";

/** A store that is stuck costs this much for each test that finds it. */
const PATIENCE_MS = 500;

const pools = new Pools();
afterAll(() => pools[Symbol.asyncDispose]());

// Each store is caught, and each test catches one. That all tests listed find the fault, and no other
// one, is tested by `pnpm test:all`: broken-stores.long.test.ts.
describe("the suite over two members proves itself", () => {
  test.for(brokenSharedStores)("$id is caught by tests listed for it", async (broken) => {
    const listed = testsNamed(broken).map(({ name }) => name);
    expect(listed.toSorted()).toEqual(broken.caughtBy.toSorted());
    const tests = testsInShort(broken);
    expect(tests.length).toBeGreaterThan(0);
    const failures = await failuresOf(broken, tests, pools, PATIENCE_MS);
    expect(failures).toEqual(tests.map(({ name }) => name));
  });
});

test("every test over two members catches a broken store", () => {
  const caught = new Set(brokenSharedStores.flatMap(({ caughtBy }) => caughtBy));
  const idle = sharedContractTests.map(({ name }) => name).filter((name) => !caught.has(name));
  expect(idle).toEqual([]);
});

test("no two tests share a name, with one member or over two", () => {
  const names = [...contractTests, ...sharedContractTests].map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

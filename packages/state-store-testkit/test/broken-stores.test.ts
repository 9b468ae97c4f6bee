import { contractTests } from "@sync-strategies/state-store-testkit/contract";
import { brokenStores } from "@sync-strategies/state-store-testkit/broken-stores";
import { describe, test } from "vitest";
import { failuresOf, testsInShort } from "./proof.ts";

// That no other test finds the fault is tested by `pnpm test:all`: broken-stores.long.test.ts.
// One after the other, since tests take the clock into their hands.
describe("the suite proves itself", () => {
  test.for(brokenStores)("$id is caught by the tests listed for it", async (broken, { expect }) => {
    const tests = testsInShort(broken);
    expect(tests.length).toBeGreaterThan(0);
    expect(await failuresOf(broken, tests)).toEqual(tests.map(({ name }) => name));
  });
});

test("every test of the contract catches a broken store", ({ expect }) => {
  const caught = new Set(brokenStores.flatMap((broken) => broken.caughtBy));
  const idle = contractTests.map((each) => each.name).filter((name) => !caught.has(name));
  expect(idle).toEqual([]);
});

test("no two tests of the contract share a name", ({ expect }) => {
  const names = contractTests.map((each) => each.name);
  expect(new Set(names).size).toBe(names.length);
});

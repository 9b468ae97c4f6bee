import { contractTests } from "@sync-strategies/state-store-testkit/contract";
import { brokenStores } from "@sync-strategies/state-store-testkit/broken-stores";
import { describe, test } from "vitest";
import { failuresOf, testsInShort } from "./proof.ts";

// One after the other, since tests take the clock into their hands.
describe("the suite proves itself", () => {
  test.for(brokenStores)(
    "$id is caught by the tests listed for it, and passes all the others but the large ones",
    async (broken, { expect }) => {
      expect(await failuresOf(broken, testsInShort(broken))).toEqual(broken.caughtBy);
    },
  );
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

import { contractTests, runContract } from "@sync-strategies/state-store-testkit/contract";
import { brokenStores } from "@sync-strategies/state-store-testkit/broken-stores";
import { describe, test } from "vitest";

/** A broken store that is stuck costs this much for each test that finds it, in milliseconds. */
const PATIENCE_MS = 50;

describe.concurrent("the suite proves itself", () => {
  test.for(brokenStores)(
    "$id is caught by the tests listed for it, and passes all the others",
    { timeout: 60_000 },
    async (broken, { expect }) => {
      const results = await runContract(broken, { patienceMs: PATIENCE_MS });
      const failed = results.filter((result) => result.outcome === "failed");
      expect(failed.map((result) => result.name)).toEqual(broken.caughtBy);
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

import { testSharedStore } from "@sync-strategies/state-store-testkit";
import { afterAll, describe, expect, test } from "vitest";
import {
  loadShared,
  runSharedContractTest,
  sharedContractTests,
} from "../../src/shared/run-shared-contract.ts";
import { Pools } from "./proof.ts";

/** Compiled, since members load them too. */
const soundStores = new URL("../../dist/shared/sound-stores-to-load.js", import.meta.url);

// One of each kind keeps all of the contract, with one member and over two members.
testSharedStore(soundStores, "owner");
testSharedStore(soundStores, "cells");

describe("stores that use the freedom that the contract leaves them", async () => {
  const pools = new Pools();
  afterAll(() => pools[Symbol.asyncDispose]());
  const others = (await loadShared(soundStores)).filter(
    ({ strategy }) => !["owner", "cells"].includes(strategy.id),
  );
  test.for(others)("$strategy.id passes every test over two members", async (loaded) => {
    const pool = pools.of(loaded.strategy);
    for (const each of sharedContractTests) {
      if (!each.appliesTo(loaded.strategy.traits)) continue;
      await expect(runSharedContractTest(each, loaded, pool), each.name).resolves.toBeUndefined();
    }
  });
});

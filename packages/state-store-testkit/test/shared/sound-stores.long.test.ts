import { afterAll, describe, expect, test } from "vitest";
import {
  loadShared,
  runSharedContractTest,
  sharedContractTests,
} from "../../src/shared/run-shared-contract.ts";
import { Pools, soundStoresModule } from "./proof.ts";

describe("stores that use the freedom that the contract leaves them", async () => {
  const pools = new Pools();
  afterAll(() => pools[Symbol.asyncDispose]());
  const stores = await loadShared(soundStoresModule);
  test.for(stores)("$strategy.id passes every test over two members", async (loaded) => {
    const pool = pools.of(loaded.strategy);
    for (const each of sharedContractTests) {
      if (!each.appliesTo(loaded.strategy.traits)) continue;
      await expect(runSharedContractTest(each, loaded, pool), each.name).resolves.toBeUndefined();
    }
  });
});

import { startDiagnostics, stopDiagnostics, watchStore } from "@sync-strategies/diagnostics";
import type { Storable } from "@sync-strategies/state-store";
import { testStateStore } from "@sync-strategies/state-store-testkit";
import { afterAll, beforeAll } from "vitest";
import { soundStores } from "./sound-stores.ts";

beforeAll(startDiagnostics);
afterAll(stopDiagnostics);

/** One store of each kind: what is watched depends on the traits alone. */
const kinds = new Map(
  soundStores.map((strategy) => {
    const { exclusion, reads, updaterRuns } = strategy.traits;
    return [`${exclusion} ${reads} ${updaterRuns}`, strategy];
  }),
);

// A store that is watched, with diagnostics on, keeps the contract as the store itself does.
for (const strategy of kinds.values()) {
  testStateStore({
    id: strategy.id,
    title: `${strategy.title}, watched,`,
    summary: strategy.summary,
    traits: strategy.traits,
    createStore: async <Key, Value extends Storable>() =>
      watchStore(await strategy.createStore<Key, Value>(), strategy.traits),
  });
}

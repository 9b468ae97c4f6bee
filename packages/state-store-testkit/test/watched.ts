import { startDiagnostics, stopDiagnostics, watchStore } from "@sync-strategies/diagnostics";
import type { Storable, Strategy } from "@sync-strategies/state-store";
import { testStateStore } from "@sync-strategies/state-store-testkit";
import { afterAll, beforeAll } from "vitest";
import { soundStores } from "./sound-stores.ts";

/** One store of each kind: what is watched depends on the traits alone. */
export const [firstKind, ...otherKinds] = new Map(
  soundStores.map((strategy) => {
    const { exclusion, reads, updaterRuns } = strategy.traits;
    return [`${exclusion} ${reads} ${updaterRuns}`, strategy];
  }),
).values();

/** A store that is watched, with diagnostics on, keeps the contract as the store itself does. */
export function testWatched(strategies: readonly Strategy[]): void {
  beforeAll(startDiagnostics);
  afterAll(stopDiagnostics);
  for (const strategy of strategies) {
    testStateStore({
      id: strategy.id,
      title: `${strategy.title}, watched,`,
      summary: strategy.summary,
      traits: strategy.traits,
      createStore: async <Key, Value extends Storable>() =>
        watchStore(await strategy.createStore<Key, Value>(), strategy.traits),
    });
  }
}

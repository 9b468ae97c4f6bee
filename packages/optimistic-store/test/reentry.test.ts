import { startDiagnostics, stopDiagnostics, watchStore } from "@sync-strategies/diagnostics";
import { OptimisticStore } from "@sync-strategies/optimistic-store";
import strategy from "@sync-strategies/optimistic-store/strategy";
import { afterEach, beforeEach, expect, test } from "vitest";

beforeEach(startDiagnostics);
afterEach(stopDiagnostics);

// Its updater starts over until it holds the key's lock, for which the change within it then waits.
test("diagnostics reject an update whose updater changes its own key", async () => {
  const store = watchStore(new OptimisticStore<string, number>(), strategy.traits);
  const update = store.update("a", async (current = 0) => {
    await store.update("a", (inner = 0) => inner + 1);
    return current;
  });
  await expect(update).rejects.toMatchObject({ code: "DEADLOCK", chain: [{}] });
  expect(await store.update("b", () => 1)).toBe(1);
});

test("diagnostics let an updater change another key", async () => {
  const store = watchStore(new OptimisticStore<string, number>(), strategy.traits);
  const value = await store.update("a", async () => store.update("b", () => 1));
  expect(value).toBe(1);
});

import { UnsynchronizedStore } from "@sync-strategies/unsynchronized-store";
import strategy from "@sync-strategies/unsynchronized-store/strategy";
import { runContract } from "@sync-strategies/state-store-testkit/contract";
import { expect, test } from "vitest";

const increment = async (current = 0): Promise<number> => {
  await Promise.resolve();
  return current + 1;
};

test("two concurrent updates lose one, which is what the control is there to show", async () => {
  const store = new UnsynchronizedStore<string, number>();
  const results = await Promise.all([store.update("a", increment), store.update("a", increment)]);
  // Both updates resolved to 1, and the state is 1 as well.
  expect(results).toEqual([1, 1]);
  expect(await store.read("a")).toBe(1);
});

test("sequential updates lose nothing: only concurrent ones suffer from the await", async () => {
  const store = new UnsynchronizedStore<string, number>();
  await store.update("a", increment);
  await store.update("a", increment);
  expect(await store.read("a")).toBe(2);
});

test("the contract's suite catches it if it is not declared a control, and only at its updates", async () => {
  const traits = { ...strategy.traits, control: false };
  const results = await runContract({ ...strategy, traits });
  const failed = results.filter((result) => result.outcome === "failed");
  expect(failed.map((result) => result.name)).toEqual([
    "loses no update when updaters do not await",
    "loses no update when updaters await a microtask",
    "loses no update when updaters await a turn of the event loop",
    "no write takes effect between an updater's call and its result",
    "updaters that fail take nothing from those that do not",
    "an update works on the value of every write and update that has resolved",
    "close drains everything that waits, however much it is",
    "updates of random clients are linearizable, among reads and writes",
    "updates that await are linearizable, among reads and writes",
    "everything that random clients do is linearizable, failing and cancelled operations among it",
    "everything that many random clients do on many keys is linearizable",
    "10,000 operations may be open at once on one key",
  ]);
});

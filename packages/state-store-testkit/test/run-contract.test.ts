import type { StateStore, Storable, StrategyTraits } from "@sync-strategies/state-store";
import { contractTests, runContract } from "@sync-strategies/state-store-testkit/contract";
import { SoundStore } from "@sync-strategies/state-store-testkit/broken-stores";
import { expect, test } from "vitest";

const traits: StrategyTraits = {
  access: "owner-task",
  exclusion: "store",
  updaterRuns: "once",
  control: false,
};

const never = (): Promise<never> => new Promise(() => {});

class NeverAnswers<Key, Value extends Storable> implements StateStore<Key, Value> {
  read = never;
  write = never;
  update = never;
  close = never;
  [Symbol.asyncDispose] = never;
}

const createSilentStore = <Key, Value extends Storable>() => new NeverAnswers<Key, Value>();
const createSoundStore = <Key, Value extends Storable>() => new SoundStore<Key, Value>();

test("a store that never answers fails every test, each of which says what it waited for", async () => {
  const strategy = { traits, createStore: createSilentStore };
  const results = await runContract(strategy, { patienceMs: 10 });
  const [first] = results;
  expect(first?.outcome).toBe("failed");
  expect(first?.error).toMatchObject({
    code: "CONTRACT_VIOLATION",
    message: "Stuck: nothing happened for 10 ms. The test still waits for the read.",
  });
  expect(results.filter((result) => result.outcome !== "failed")).toEqual([]);
});

test("a store that is never created fails every test with the reason", async () => {
  const error = new Error("no store today");
  const createStore = (): never => {
    throw error;
  };
  const results = await runContract({ traits, createStore });
  expect(results.filter((result) => result.error !== error)).toEqual([]);
  expect(results).toHaveLength(contractTests.length);
});

test("what a strategy's traits do not promise is skipped, and all the rest is run", async () => {
  const control: StrategyTraits = { ...traits, exclusion: "nothing", control: true };
  const results = await runContract({ traits: control, createStore: createSoundStore });
  const skipped = results.filter((result) => result.outcome === "skipped");
  const unpromised = contractTests.filter((each) => !each.appliesTo(control));
  expect(skipped.map((result) => result.name)).toEqual(unpromised.map((each) => each.name));
  expect(unpromised.map((each) => each.name)).toContain(
    "loses no update when updaters await a microtask",
  );
  expect(results.filter((result) => result.outcome === "failed")).toEqual([]);
});

import type { StateStore, Storable, StrategyTraits } from "@sync-strategies/state-store";
import { contractTests, runContract } from "@sync-strategies/state-store-testkit/contract";
import { SoundStore } from "@sync-strategies/state-store-testkit/broken-stores";
import { expect, test } from "vitest";

const traits: StrategyTraits = {
  access: "owner-task",
  exclusion: "store",
  reads: "wait",
  updaterRuns: "once",
  control: false,
};

const promised = contractTests.filter((each) => each.appliesTo(traits));

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

test("a store that never answers fails all that it promised, and each test says what it waited for", async () => {
  const strategy = { traits, createStore: createSilentStore };
  const results = await runContract(strategy, { patienceMs: 10 });
  const [first] = results;
  expect(first?.outcome).toBe("failed");
  expect(first?.error).toMatchObject({
    code: "CONTRACT_VIOLATION",
    message: [
      "Stuck: nothing happened for 10 ms. The test still waits for the read.",
      "",
      "The calls, in their order:",
      '  read "a"  open',
    ].join("\n"),
  });
  const failed = results.filter((result) => result.outcome === "failed");
  expect(failed.map((result) => result.name)).toEqual(promised.map((each) => each.name));
});

test("a store that is never created fails all that it promised, with the reason", async () => {
  const error = new Error("no store today");
  const createStore = (): never => {
    throw error;
  };
  const results = await runContract({ traits, createStore });
  const failed = results.filter((result) => result.error === error);
  expect(failed.map((result) => result.name)).toEqual(promised.map((each) => each.name));
});

test("what a strategy's traits do not promise is skipped, and all the rest is run", async () => {
  const control: StrategyTraits = { ...traits, control: true };
  const results = await runContract({ traits: control, createStore: createSoundStore });
  const skipped = results.filter((result) => result.outcome === "skipped");
  const unpromised = contractTests.filter((each) => !each.appliesTo(control));
  expect(skipped.map((result) => result.name)).toEqual(unpromised.map((each) => each.name));
  expect(unpromised.map((each) => each.name)).toContain(
    "loses no update when updaters await a microtask",
  );
  const failed = results.filter((result) => result.outcome === "failed");
  expect(failed.map((result) => result.name)).toEqual(["a control loses updates"]);
});

/**
 * What a strategy says passes an updater that awaits must pass it, and what it says waits must
 * wait. The contract leaves this open; people choose a strategy by what its traits say.
 */
import type { StateStore } from "@sync-strategies/state-store";
import {
  copiesValues,
  letsOtherKeysPass,
  letsReadersPass,
  letsWritersPass,
  makesOtherKeysWait,
  makesReadersWait,
  startsOver,
  unlessLacking,
  updatesAtomically,
  type ContractContext,
  type ContractTest,
} from "../contract-test.ts";
import { defer } from "../deferred.ts";
import { expectSame, expectTrue, show } from "../expectations.ts";
import { holdKey } from "../held-key.ts";
import { changingOperations, forEach, operations, type Method } from "../operations.ts";

/** Enough turns for an operation that does not wait to give itself away. */
const A_FEW_TURNS = 3;

/** Of every kind, so that no two of them are alike for a store that numbers or hashes keys. */
const manyKeys: readonly unknown[] = Array.from({ length: 250 }, (_, index) => [
  index,
  String(index),
  { index },
  Symbol("the same for all"),
]).flat();

/** The same for stores that take copies, to which objects and symbols are no keys. */
const manyKeysToCopy: readonly unknown[] = Array.from({ length: 250 }, (_, index) => [
  index,
  String(index),
  index + 0.5,
  `key ${index}`,
]).flat();

export const progress: readonly ContractTest[] = [
  {
    name: "a read passes an updater that awaits, and returns the value before it",
    appliesTo: letsReadersPass,
    run: async (context) => {
      const { createStore, settlement } = context;
      const store = await createStore();
      expectSame(await settlement("the read", store.read("a")), undefined, "the first read");
      const first = await holdKey(context, store, "a");
      // The updater still awaits: whatever waits for it would wait for ever.
      const early = await settlement("a read while an updater awaits", store.read("a"));
      expectSame(early, undefined, "a read of a key that was never written");
      first.finish(1);
      await settlement("the first update", first.update);
      const second = await holdKey(context, store, "a");
      const late = await settlement("a read while an updater awaits", store.read("a"));
      expectSame(late, 1, "a read while an updater awaits");
      second.finish(2);
      await settlement("the second update", second.update);
      expectSame(await settlement("the read", store.read("a")), 2, "a read after it");
    },
  },
  ...forEach(changingOperations, (operation) => ({
    name: `${operation.phrase} passes an updater of its key that awaits`,
    appliesTo: letsWritersPass,
    run: async (context) => {
      const { createStore, settlement } = context;
      const store = await createStore();
      const held = await holdKey(context, store, "a");
      await settlement(
        `${operation.phrase} while an updater awaits`,
        operation.call(store, "a", 2),
      );
      expectSame(await settlement("the read", store.read("a")), 2, "the value it left");
      held.finish(1);
      await settlement("the update that was passed", held.update);
    },
  })),
  ...forEach(operations, (operation) => ({
    name: `${operation.phrase} passes an updater of another key that awaits`,
    appliesTo: letsOtherKeysPass,
    run: async (context) => {
      const { createStore, settlement } = context;
      const store = await createStore();
      const held = await holdKey(context, store, "a");
      await settlement(`${operation.phrase} of another key`, operation.call(store, "b", 2));
      held.finish(1);
      expectSame(await settlement("the update", held.update), 1, "the update that was passed");
    },
  })),
  {
    name: "updaters of 1,000 keys may all await at once",
    appliesTo: (traits) => letsOtherKeysPass(traits) && unlessLacking("unlimited-holders")(traits),
    run: async ({ createStore, settlement, traits }) => {
      const store = await createStore<unknown>();
      const decision = defer<number>();
      const called: Promise<void>[] = [];
      const keys = copiesValues(traits) ? manyKeysToCopy : manyKeys;
      const updates = keys.map((key) => {
        const started = defer();
        const what = `the updater of ${show(key)} to be called, while those of other keys await`;
        called.push(settlement(what, started.promise));
        return store.update(key, () => {
          started.resolve();
          return decision.promise;
        });
      });
      await Promise.all(called);
      decision.resolve(1);
      await settlement("the updates of 1,000 keys", Promise.all(updates));
    },
  },
  {
    name: "a read waits while an updater of its key awaits",
    appliesTo: makesReadersWait,
    run: async (context) => {
      const store = await context.createStore();
      const read = operations.find(({ name }) => name === "read");
      await expectWait(context, store, "a", read!);
    },
  },
  ...forEach(operations, (operation) => ({
    name: `${operation.phrase} waits while an updater of another key awaits`,
    appliesTo: (traits) =>
      makesOtherKeysWait(traits) && (operation.changesState || makesReadersWait(traits)),
    run: async (context) => {
      const store = await context.createStore();
      await expectWait(context, store, "b", operation);
    },
  })),
  {
    name: "an update starts over when another change of its key came first",
    appliesTo: startsOver,
    run: async ({ createStore, settlement }) => {
      const store = await createStore();
      const given: (number | undefined)[] = [];
      const firstAttempt = defer();
      const decision = defer();
      const update = store.update("a", async (current) => {
        given.push(current);
        firstAttempt.resolve();
        await decision.promise;
        return (current ?? 0) + 1;
      });
      await settlement('the updater of "a" to be called', firstAttempt.promise);
      const write = store.write("a", 5);
      await settlement('a write of "a" that passes an updater which may start over', write);
      decision.resolve();
      const value = await settlement('the update of "a" that was overtaken', update);
      expectTrue(
        given.length > 1,
        'An update of "a" called its updater once, although "a" was written while that awaited: ' +
          'its traits say "at-least-once", and that a change does not wait.',
      );
      expectSame(given.at(-1), 5, 'what the updater of "a" was given in the end');
      expectSame(value, 6, 'what the update of "a" resolved to');
    },
  },
  {
    name: "a control loses updates",
    appliesTo: (traits) => !updatesAtomically(traits),
    run: async ({ createStore, settlement, turns }) => {
      const store = await createStore();
      const updates = Array.from({ length: 20 }, () =>
        store.update("a", async (current = 0) => {
          await turns();
          return current + 1;
        }),
      );
      await settlement('the updates of "a"', Promise.all(updates));
      const value = (await settlement('the read of "a"', store.read("a"))) ?? 0;
      expectTrue(
        value < updates.length,
        `"a" is ${value} after ${updates.length} increments: none is lost, although the traits say ` +
          "that this is a control.",
      );
    },
  },
];

/** The operation must not settle while an updater of "a" awaits, and must settle after it. */
async function expectWait(
  context: ContractContext,
  store: StateStore<string, number>,
  key: string,
  operation: Method,
): Promise<void> {
  const held = await holdKey(context, store, "a");
  let settled = false;
  const waiting = operation.call(store, key, 2).finally(() => {
    settled = true;
  });
  await context.turns(A_FEW_TURNS);
  expectTrue(
    !settled,
    `${operation.phrase} of "${key}" did not wait for an updater of "a" that awaits, although the ` +
      `traits say that it does: exclusion ${show(context.traits.exclusion)}, reads ` +
      `${show(context.traits.reads)}.`,
  );
  held.finish(1);
  await context.settlement('the update of "a"', held.update);
  await context.settlement(`${operation.phrase} of "${key}" behind it`, waiting);
}

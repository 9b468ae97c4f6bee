import { always, isUnbounded, updatesAtomically, type ContractTest } from "../contract-test.ts";
import { defer } from "../deferred.ts";
import { expectSame } from "../expectations.ts";
import { holdKey } from "../held-key.ts";

const OPEN_COUNT = 10_000;
const KEY_COUNT = 1000;

/** More open operations would take the suite too long. */
const LARGEST_TESTED_MAXIMUM = 20_000;

export const manyClients: readonly ContractTest[] = [
  {
    name: "10,000 operations may be open at once on one key",
    appliesTo: (traits) => updatesAtomically(traits) && isUnbounded(traits),
    run: async (context) => {
      const { createStore, settlement } = context;
      const store = await createStore();
      const held = await holdKey(context, store, "a");
      const updateCount = context.repeated(OPEN_COUNT / 2);
      const updates = Array.from({ length: updateCount }, () =>
        store.update("a", (current = 0) => current + 1),
      );
      const reads = Array.from({ length: OPEN_COUNT - updateCount }, () => store.read("a"));
      held.finish();
      await settlement("the updates", Promise.all(updates));
      await settlement("the reads", Promise.all(reads));
      const count = await settlement("the read", store.read("a"));
      expectSame(count, updateCount, "increments that count");
    },
  },
  {
    name: "operations beyond the declared maximum are rejected, and no others",
    appliesTo: ({ maximumOpen = Infinity }) => maximumOpen <= LARGEST_TESTED_MAXIMUM,
    run: async ({ createStore, settlement, rejection, traits }) => {
      const store = await createStore();
      const decision = defer<number>();
      const call = (): Promise<number> => store.update("a", () => decision.promise);
      const open = Array.from({ length: traits.maximumOpen ?? 0 }, call);
      const updates = settlement("the open updates", Promise.all(open));
      await rejection(`an update called while ${open.length} were open`, call());
      decision.resolve(1);
      await updates;
    },
  },
  {
    name: "many keys keep their values apart",
    appliesTo: always,
    run: async ({ createStore, settlement, repeated }) => {
      const store = await createStore<number>();
      const keys = Array.from({ length: repeated(KEY_COUNT) }, (_, key) => key);
      const writes = keys.map((key) => store.write(key, key * 2));
      await settlement("the writes", Promise.all(writes));
      const updates = keys.map((key) => store.update(key, (current = 0) => current + 1));
      await settlement("the updates", Promise.all(updates));
      for (const key of keys) {
        expectSame(await settlement("the read", store.read(key)), key * 2 + 1, `key ${key}`);
      }
    },
  },
];

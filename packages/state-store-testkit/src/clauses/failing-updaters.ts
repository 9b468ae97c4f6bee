import type { StateStore } from "@sync-strategies/state-store";
import {
  always,
  updatesAtomically,
  type ContractContext,
  type ContractTest,
} from "../contract-test.ts";
import { expectSame, show } from "../expectations.ts";
import { holdKey } from "../held-key.ts";
import { forEach, operations } from "../operations.ts";

/** An error may be any value, `undefined` and other untrue ones among them. */
const errors: readonly unknown[] = [
  new Error("an updater failed"),
  undefined,
  null,
  false,
  0,
  "",
  "text",
  { code: "CUSTOM" },
  () => "a function",
];

export const failingUpdaters: readonly ContractTest[] = [
  {
    name: "an update rejects with the very error that its updater throws",
    appliesTo: always,
    run: async ({ createStore, rejection }) => {
      const store = await createStore();
      for (const error of errors) {
        const update = store.update("a", () => {
          throw error;
        });
        const reason = await rejection("the update", update);
        expectSame(reason, error, `what an update rejects with after ${show(error)}`);
      }
    },
  },
  {
    name: "an update rejects with the very error that its updater rejects with",
    appliesTo: always,
    run: async ({ createStore, rejection, turns }) => {
      const store = await createStore();
      for (const error of errors) {
        const update = store.update("a", async () => {
          await turns();
          throw error;
        });
        const reason = await rejection("the update", update);
        expectSame(reason, error, `what an update rejects with after ${show(error)}`);
      }
    },
  },
  {
    name: "an updater that fails is not called again",
    appliesTo: always,
    run: async ({ createStore, rejection, turns }) => {
      const store = await createStore();
      for (const when of ["at once", "later"]) {
        let calls = 0;
        const update = store.update("a", () => {
          calls += 1;
          if (calls > 1) return calls;
          const error = new Error(`on purpose, ${when}`);
          if (when === "at once") throw error;
          return Promise.reject(error);
        });
        await rejection(`an update of "a" whose updater failed ${when} in its first call`, update);
        await turns();
        expectSame(calls, 1, `calls of an updater of "a" that failed ${when} in its first call`);
      }
    },
  },
  {
    name: "the value stays as it was when an updater fails",
    appliesTo: always,
    run: async (context) => {
      const { createStore, settlement } = context;
      const store = await createStore();
      await failBothWays(context, store);
      expectSame(await settlement("the read", store.read("a")), undefined, "an unwritten value");
      await settlement("the write", store.write("a", 7));
      await failBothWays(context, store);
      expectSame(await settlement("the read", store.read("a")), 7, "a written value");
    },
  },
  ...forEach(operations, (operation) => ({
    name: `${operation.phrase} called after an updater failed is served`,
    appliesTo: always,
    run: async (context: ContractContext) => {
      const { createStore, settlement } = context;
      const store = await createStore();
      await failBothWays(context, store);
      const later = operation.call(store, "a", 1);
      await settlement(`${operation.phrase} after updaters failed`, later);
      if (!operation.changesState) return;
      expectSame(await settlement("the read", store.read("a")), 1, "the value it left");
    },
  })),
  ...forEach(operations, (operation) => ({
    name: `${operation.phrase} waiting behind an updater that fails gets its turn`,
    appliesTo: always,
    run: async (context: ContractContext) => {
      const { createStore, settlement } = context;
      const store = await createStore();
      const held = await holdKey(context, store, "a");
      const waiting = operation.call(store, "a", 1);
      held.fail("on purpose");
      await settlement("the update whose updater fails", Promise.allSettled([held.update]));
      await settlement(`${operation.phrase} behind an updater that fails`, waiting);
      if (!operation.changesState) return;
      expectSame(await settlement("the read", store.read("a")), 1, "the value it left");
    },
  })),
  {
    name: "updaters that fail take nothing from those that do not",
    appliesTo: updatesAtomically,
    run: async ({ createStore, settlement, turns }) => {
      const store = await createStore();
      const updates = Array.from({ length: 30 }, (_, index) =>
        store.update("a", async (current = 0) => {
          if (index % 3 === 0) throw new Error("on purpose, at once");
          await turns();
          if (index % 3 === 1) throw new Error("on purpose, later");
          return current + 1;
        }),
      );
      const results = await settlement("the updates", Promise.allSettled(updates));
      const fulfilled = results.filter((result) => result.status === "fulfilled").length;
      expectSame(fulfilled, 10, "updates that resolved");
      expectSame(await settlement("the read", store.read("a")), 10, "increments that count");
    },
  },
];

/** An updater that throws at once, and one that rejects after a turn. */
async function failBothWays(
  { settlement, turns }: ContractContext,
  store: StateStore<string, number>,
): Promise<void> {
  const atOnce = store.update("a", () => {
    throw new Error("on purpose, at once");
  });
  await settlement("the update whose updater throws", Promise.allSettled([atOnce]));
  const later = store.update("a", async () => {
    await turns();
    throw new Error("on purpose, later");
  });
  await settlement("the update whose updater rejects", Promise.allSettled([later]));
}

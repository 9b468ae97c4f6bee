import {
  always,
  makesWritersWait,
  runsUpdaterOnce,
  updatesAtomically,
  type ContractTest,
} from "../contract-test.ts";
import { defer } from "../deferred.ts";
import { expectOneOf, expectSame, expectTrue } from "../expectations.ts";
import { holdKey } from "../held-key.ts";
import { changingOperations, forEach } from "../operations.ts";

/** Enough turns for a store that does not wait to give itself away. */
const A_FEW_TURNS = 3;

export const updating: readonly ContractTest[] = [
  {
    name: "an update replaces the value and resolves to the new one",
    appliesTo: always,
    run: async ({ createStore, settlement }) => {
      const store = await createStore();
      await settlement("the write", store.write("a", 1));
      const update = store.update("a", (current) => (current ?? 0) + 10);
      expectSame(await settlement("the update", update), 11, "the update");
      expectSame(await settlement("the read", store.read("a")), 11, "the read after it");
    },
  },
  {
    name: "an updater of a key that was never written is given undefined",
    appliesTo: always,
    run: async ({ createStore, settlement }) => {
      const store = await createStore();
      let given: unknown = "nothing yet";
      const update = store.update("a", (current) => {
        given = current;
        return 1;
      });
      await settlement("the update", update);
      expectSame(given, undefined, "what the updater was given");
      expectSame(await settlement("the read", store.read("a")), 1, "the read after it");
    },
  },
  {
    name: "an updater may await, and the update resolves to what it makes",
    appliesTo: always,
    run: async (context) => {
      const { createStore, settlement, turns } = context;
      const store = await createStore();
      await settlement("the write", store.write("a", 1));
      const update = store.update("a", async (current) => {
        await turns();
        return (current ?? 0) + 10;
      });
      expectSame(await settlement("the update", update), 11, "the update");
      expectSame(await settlement("the read", store.read("a")), 11, "the read after it");
    },
  },
  {
    name: "an update calls its updater once",
    appliesTo: runsUpdaterOnce,
    run: async ({ createStore, settlement, turns }) => {
      const store = await createStore();
      let calls = 0;
      const increment = (current = 0): number => {
        calls += 1;
        return current + 1;
      };
      await settlement("the update", store.update("a", increment));
      expectSame(calls, 1, "calls of a lone updater");

      const updates = Array.from({ length: 20 }, (_, index) =>
        store.update("a", async (current) => {
          const next = increment(current);
          if (index % 2 === 0) await turns();
          return next;
        }),
      );
      await settlement("the concurrent updates", Promise.all(updates));
      await turns();
      expectSame(calls, 21, "calls of 21 updaters");
    },
  },
  {
    name: "loses no update when updaters do not await",
    appliesTo: updatesAtomically,
    run: async ({ createStore, settlement }) => {
      const store = await createStore();
      const updates = Array.from({ length: 100 }, () =>
        store.update("a", (current = 0) => current + 1),
      );
      const results = await settlement("the updates", Promise.all(updates));
      expectSame(await settlement("the read", store.read("a")), 100, "100 increments");
      expectSame(new Set(results).size, 100, "different results of 100 increments");
    },
  },
  {
    name: "loses no update when updaters await a microtask",
    appliesTo: updatesAtomically,
    run: async ({ createStore, settlement }) => {
      const store = await createStore();
      const updates = Array.from({ length: 100 }, () =>
        store.update("a", async (current = 0) => {
          await Promise.resolve();
          return current + 1;
        }),
      );
      const results = await settlement("the updates", Promise.all(updates));
      expectSame(await settlement("the read", store.read("a")), 100, "100 increments");
      expectSame(new Set(results).size, 100, "different results of 100 increments");
    },
  },
  {
    name: "loses no update when updaters await a turn of the event loop",
    appliesTo: updatesAtomically,
    run: async ({ createStore, settlement, turns }) => {
      const store = await createStore();
      const updates = Array.from({ length: 20 }, () =>
        store.update("a", async (current = 0) => {
          await turns();
          return current + 1;
        }),
      );
      const results = await settlement("the updates", Promise.all(updates));
      expectSame(await settlement("the read", store.read("a")), 20, "20 increments");
      expectSame(new Set(results).size, 20, "different results of 20 increments");
    },
  },
  {
    name: "no write takes effect between an updater's call and its result",
    appliesTo: updatesAtomically,
    run: async (context) => {
      const { createStore, settlement, turns } = context;
      const store = await createStore();
      await settlement("the write", store.write("a", 1));
      const decision = defer();
      const called = defer();
      const update = store.update("a", async (current = 0) => {
        called.resolve();
        await decision.promise;
        return current + 100;
      });
      await settlement("an updater to be called", called.promise);
      const write = store.write("a", 5);
      await turns(A_FEW_TURNS);
      decision.resolve();
      const result = await settlement("the update", update);
      await settlement("the write behind it", write);
      const read = await settlement("the read", store.read("a"));
      // Update then write, or write then update; nothing else makes one step of the update.
      if (result === 101) expectSame(read, 5, "the value after an update and a write");
      else expectOneOf(read, [105], `the value after a write and an update that made ${result}`);
    },
  },
  ...forEach(changingOperations, (operation) => ({
    name: `${operation.phrase} waits while an updater of its key awaits`,
    appliesTo: makesWritersWait,
    run: async (context) => {
      const { createStore, settlement, turns } = context;
      const store = await createStore();
      const held = await holdKey(context, store, "a");
      let settled = false;
      const waiting = operation.call(store, "a", 2).finally(() => {
        settled = true;
      });
      await turns(A_FEW_TURNS);
      expectTrue(!settled, `${operation.phrase} did not wait for the updater before it.`);
      held.finish(1);
      await settlement(`${operation.phrase} behind an updater`, waiting);
      expectSame(await settlement("the read", store.read("a")), 2, "the value at the end");
    },
  })),
  {
    name: "an updater is not called while another one of its key awaits",
    appliesTo: makesWritersWait,
    run: async (context) => {
      const { createStore, settlement, turns } = context;
      const store = await createStore();
      const held = await holdKey(context, store, "a");
      let given: unknown = "nothing yet";
      const second = store.update("a", (current = 0) => {
        given = current;
        return current + 1;
      });
      await turns(A_FEW_TURNS);
      expectSame(given, "nothing yet", "what the second updater was given too early");
      held.finish(1);
      await settlement("the second update", second);
      expectSame(given, 1, "what the second updater was given");
    },
  },
  {
    name: "a read while an updater awaits returns the value before it or after it",
    appliesTo: updatesAtomically,
    run: async (context) => {
      const { createStore, settlement, turns } = context;
      const store = await createStore();
      await settlement("the write", store.write("a", 1));
      const held = await holdKey(context, store, "a");
      let finished = false;
      const readMeanwhile = async (): Promise<void> => {
        const value = await store.read("a");
        expectOneOf(value, finished ? [1, 2] : [1], "a read while an updater awaits");
      };
      const read = settlement("the read", readMeanwhile());
      await turns(A_FEW_TURNS);
      finished = true;
      held.finish(2);
      await settlement("the update", held.update);
      await read;
    },
  },
  {
    name: "an updater may call its store, as long as it does not await it",
    appliesTo: always,
    run: async ({ createStore, settlement }) => {
      const store = await createStore();
      let write: Promise<void> | undefined;
      const update = store.update("a", () => {
        write ??= store.write("b", 2);
        return 1;
      });
      await settlement("the update", update);
      await settlement("the write that its updater called", write ?? Promise.resolve());
      expectSame(await settlement("the read", store.read("a")), 1, "the updated key");
      expectSame(await settlement("the read", store.read("b")), 2, "the written key");
    },
  },
  {
    name: "a promise of another library or realm is awaited as any other",
    appliesTo: always,
    run: async ({ createStore, settlement, rejection }) => {
      const store = await createStore();
      for (const [kind, make] of Object.entries(foreignPromises)) {
        const update = store.update("a", () => make(Promise.resolve(5)));
        const value = await settlement(`an update whose updater returned ${kind}`, update);
        expectSame(value, 5, `what an update resolves to whose updater returned ${kind}`);
        let given: unknown;
        const next = store.update("a", (current) => {
          given = current;
          return 6;
        });
        await settlement("the update after it", next);
        expectSame(given, 5, `the value after an update whose updater returned ${kind}`);
        const error = new Error("on purpose");
        const failing = store.update("a", () => make(Promise.reject(error)));
        const reason = await rejection(`an update whose updater returned ${kind}`, failing);
        expectSame(reason, error, `what an update rejects with whose updater returned ${kind}`);
        const read = await settlement('the read of "a"', store.read("a"));
        expectSame(read, 6, `the value after ${kind} rejected`);
      }
    },
  },
];

/** Promises that are no instances of this realm's class. */
const foreignPromises: Readonly<Record<string, (promise: Promise<number>) => Promise<number>>> = {
  "a promise without a prototype": (promise) => {
    const foreign = Object.create(null) as Promise<number>;
    return Object.assign(foreign, {
      // oxlint-disable-next-line unicorn/no-thenable -- It is meant to be one.
      then: promise.then.bind(promise),
      catch: promise.catch.bind(promise),
      finally: promise.finally.bind(promise),
    });
  },
  "a function with a method then": (promise) => {
    const then = promise.then.bind(promise);
    // oxlint-disable-next-line unicorn/no-thenable -- It is meant to be one.
    return Object.assign(() => {}, { then }) as unknown as Promise<number>;
  },
};

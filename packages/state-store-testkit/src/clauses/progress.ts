/**
 * What a strategy says passes an updater that awaits must pass it. The contract lets any
 * operation wait; a strategy whose traits promise more is held to it.
 */
import {
  letsOtherKeysPass,
  letsReadersPass,
  letsWritersPass,
  type ContractTest,
} from "../contract-test.ts";
import { expectSame } from "../expectations.ts";
import { holdKey } from "../held-key.ts";
import { changingOperations, forEach, operations } from "../operations.ts";

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
];

import { always, type ContractTest } from "../contract-test.ts";
import { expectSame } from "../expectations.ts";
import { holdKey } from "../held-key.ts";
import { forEach, operations } from "../operations.ts";

export const independence: readonly ContractTest[] = [
  {
    name: "two stores share no values",
    appliesTo: always,
    run: async ({ createStore, settlement }) => {
      const one = await createStore();
      const other = await createStore();
      await settlement("the write", one.write("a", 1));
      expectSame(await settlement("the read", other.read("a")), undefined, "the other store");
      await settlement("the write", other.write("a", 2));
      expectSame(await settlement("the read", one.read("a")), 1, "the first store");
    },
  },
  ...forEach(operations, (operation) => ({
    name: `${operation.phrase} does not wait for an updater of another store`,
    appliesTo: always,
    run: async (context) => {
      const { createStore, settlement } = context;
      const one = await createStore();
      const other = await createStore();
      const held = await holdKey(context, one, "a");
      await settlement(
        `${operation.phrase} during another store's update`,
        operation.call(other, "a", 1),
      );
      held.finish(1);
      await settlement("the update", held.update);
    },
  })),
  {
    name: "closing one store does not close another",
    appliesTo: always,
    run: async ({ createStore, settlement }) => {
      const one = await createStore();
      const other = await createStore();
      await settlement("the write", other.write("a", 1));
      await settlement("the closing", one.close());
      expectSame(await settlement("the read", other.read("a")), 1, "the store left open");
    },
  },
];

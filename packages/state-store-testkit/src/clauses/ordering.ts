import { always, updatesAtomically, type ContractTest } from "../contract-test.ts";
import { expectSame, expectTrue } from "../expectations.ts";
import { changingOperations, forEach } from "../operations.ts";

export const ordering: readonly ContractTest[] = [
  ...forEach(changingOperations, (operation) => ({
    name: `a read called after ${operation.phrase} has resolved returns its value, whichever client called which`,
    appliesTo: always,
    run: async ({ createStore, settlement, turns }) => {
      const store = await createStore();
      for (let value = 1; value <= 10; value += 1) {
        await settlement(operation.phrase, operation.call(store, "a", value));
        // Four clients at once, none of which is the one that changed the value.
        const reads = Array.from({ length: 4 }, () => store.read("a"));
        for (const read of await settlement("the reads", Promise.all(reads))) {
          expectSame(read, value, `a read after ${operation.phrase}`);
        }
        if (value % 2 === 0) await turns();
      }
    },
  })),
  ...forEach(changingOperations, (operation) => ({
    name: `${operation.phrase} called after a write has resolved is not undone by it`,
    appliesTo: always,
    run: async ({ createStore, settlement, turns }) => {
      const store = await createStore();
      for (let value = 2; value <= 20; value += 2) {
        await settlement("the write", store.write("a", value));
        await settlement(operation.phrase, operation.call(store, "a", value + 1));
        expectSame(await settlement("the read", store.read("a")), value + 1, "the read at once");
        await turns(2);
        expectSame(await settlement("the read", store.read("a")), value + 1, "the read later");
      }
    },
  })),
  {
    name: "a client that reads again never reads an older value",
    appliesTo: always,
    run: async ({ createStore, settlement, turns }) => {
      const store = await createStore();
      const write = async (): Promise<void> => {
        for (let value = 1; value <= 30; value += 1) {
          await store.write("a", value);
          if (value % 3 === 0) await turns();
        }
      };
      const readOn = async (): Promise<void> => {
        let last = 0;
        // As many turns as the writer takes, and bounded: a store may never serve the writer.
        for (let round = 0; round < 10; round += 1) {
          for (let read = 0; read < 3; read += 1) {
            const value = (await store.read("a")) ?? 0;
            expectTrue(value >= last, `A client read ${last}, and then ${value}, which is older.`);
            last = value;
          }
          await turns();
        }
      };
      const clients = [write(), readOn(), readOn(), readOn()];
      await settlement("a writer and three readers", Promise.all(clients));
    },
  },
  {
    name: "an update works on the value of every write and update that has resolved",
    appliesTo: updatesAtomically,
    run: async ({ createStore, settlement, turns }) => {
      const store = await createStore();
      let expected = 0;
      for (let round = 0; round < 5; round += 1) {
        await settlement("the write", store.write("a", expected));
        const updates = [
          store.update("a", (current = 0) => current + 1),
          store.update("a", async (current = 0) => {
            await turns();
            return current + 10;
          }),
        ];
        await settlement("the updates", Promise.all(updates));
        expected += 11;
        expectSame(await settlement("the read", store.read("a")), expected, "the read");
      }
    },
  },
];

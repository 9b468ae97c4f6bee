import { always, type ContractTest } from "../contract-test.ts";
import { expectSame } from "../expectations.ts";

export const readingAndWriting: readonly ContractTest[] = [
  {
    name: "a key that was never written reads as undefined",
    appliesTo: always,
    run: async ({ createStore, settlement }) => {
      const store = await createStore();
      expectSame(await settlement("the read", store.read("a")), undefined, "the read");
    },
  },
  {
    name: "a read returns the value last written",
    appliesTo: always,
    run: async ({ createStore, settlement }) => {
      const store = await createStore();
      for (const value of [1, 2, 3]) {
        await settlement("the write", store.write("a", value));
        expectSame(await settlement("the read", store.read("a")), value, "the read");
        expectSame(await settlement("a second read", store.read("a")), value, "a second read");
      }
    },
  },
  {
    name: "a write changes its own key and no other",
    appliesTo: always,
    run: async ({ createStore, settlement }) => {
      const store = await createStore();
      await settlement("the first write", store.write("a", 1));
      await settlement("the second write", store.write("b", 2));
      await settlement("the third write", store.write("a", 3));
      expectSame(await settlement("the read", store.read("a")), 3, "the key written twice");
      expectSame(await settlement("the read", store.read("b")), 2, "the key written once");
      expectSame(await settlement("the read", store.read("c")), undefined, "the unwritten key");
    },
  },
];

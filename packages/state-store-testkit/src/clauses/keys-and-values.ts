import type { Storable, StrategyTraits } from "@sync-strategies/state-store";
import { always, copiesValues, holdsOnlyNumbers, type ContractTest } from "../contract-test.ts";
import { expectSame, show } from "../expectations.ts";

/** Of every kind, above all those that a careless test for truth takes for "never written". */
const values: readonly Storable[] = [
  null,
  false,
  0,
  -0,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  0n,
  "",
  "text",
  Symbol("a symbol"),
  { plain: "object" },
  // oxlint-disable-next-line unicorn/no-thenable -- It is not: its `then` cannot be called.
  { then: "and not before" },
  Object.freeze([1, 2, 3]),
  new Map([[1, { nested: true }]]),
  new Date(0),
  new Error("a value like any other"),
  () => "a function",
  Map,
];

/** Of every kind that any copy keeps, in whatever form it is made. */
const valuesToCopy: readonly Storable[] = [null, false, true, 0, -1.5, "", "text"];

const numbers: readonly number[] = [
  0,
  -0,
  1.5,
  -(2 ** 31),
  2 ** 53,
  Number.MIN_VALUE,
  Number.MAX_VALUE,
  Number.NEGATIVE_INFINITY,
  Number.NaN,
];

function valuesFor(traits: StrategyTraits): readonly Storable[] {
  if (holdsOnlyNumbers(traits)) return numbers;
  return copiesValues(traits) ? valuesToCopy : values;
}

/** Pairs of keys that a Map tells apart, and that coercion to strings or numbers would not. */
const distinctKeys: readonly (readonly [unknown, unknown])[] = [
  [1, "1"],
  [0, ""],
  [-1, "-1"],
  [null, "null"],
  [undefined, "undefined"],
  [null, undefined],
  [true, "true"],
  [1n, 1],
  [{}, {}],
  [Symbol("same"), Symbol("same")],
];

/** The same for stores that take copies, to which objects and symbols are no keys. */
const distinctKeysToCopy = distinctKeys.slice(0, 3);

/** Keys that mean something to objects, for stores that keep their state in one. */
const objectKeys = ["__proto__", "constructor", "toString", "hasOwnProperty", "size"];

export const keysAndValues: readonly ContractTest[] = [
  {
    name: "a value of any kind is read as it was written",
    appliesTo: always,
    run: async ({ createStore, settlement, traits }) => {
      const store = await createStore<string, Storable>();
      for (const value of valuesFor(traits)) {
        await settlement("the write", store.write("a", value));
        const read = await settlement("the read", store.read("a"));
        expectSame(read, value, `a read after writing ${show(value)}`);
      }
    },
  },
  {
    name: "an updater is given a value of any kind as it was written",
    appliesTo: always,
    run: async ({ createStore, settlement, traits }) => {
      const store = await createStore<string, Storable>();
      for (const value of valuesFor(traits)) {
        await settlement("the write", store.write("a", value));
        let given: unknown;
        const update = store.update("a", (current) => {
          given = current;
          return 1;
        });
        await settlement("the update", update);
        expectSame(given, value, `what the updater was given after writing ${show(value)}`);
      }
    },
  },
  {
    name: "an updater may make a value of any kind",
    appliesTo: always,
    run: async ({ createStore, settlement, traits }) => {
      const store = await createStore<string, Storable>();
      for (const value of valuesFor(traits)) {
        await settlement("the write", store.write("a", 1));
        const returned = await settlement(
          "the update",
          store.update("a", () => value),
        );
        expectSame(returned, value, `what an update to ${show(value)} resolved to`);
        expectSame(await settlement("the read", store.read("a")), value, "the read after it");

        await settlement("the write", store.write("a", 1));
        const awaited = await settlement(
          "the awaiting update",
          store.update("a", async () => value),
        );
        expectSame(awaited, value, `what an awaiting update to ${show(value)} resolved to`);
        expectSame(await settlement("the read", store.read("a")), value, "the read after it");
      }
    },
  },
  {
    name: "a value that is changed in place stays as it was written",
    appliesTo: copiesValues,
    run: async ({ createStore, settlement }) => {
      const store = await createStore<string, { count: number }>();
      const written = { count: 1 };
      await settlement("the write", store.write("a", written));
      written.count = 2;
      const first = await settlement("the read", store.read("a"));
      expectSame(first?.count, 1, "what is read after the writer changed its own value");
      if (first !== undefined) first.count = 3;
      const update = store.update("a", (current) => {
        if (current !== undefined) current.count += 10;
        throw new Error("on purpose");
      });
      await settlement("an update that fails", Promise.allSettled([update]));
      const last = await settlement("the read", store.read("a"));
      expectSame(last?.count, 1, "what is read after a reader and an updater changed theirs");
    },
  },
  {
    name: "keys that a Map tells apart are different keys",
    appliesTo: (traits) => !holdsOnlyNumbers(traits),
    run: async ({ createStore, settlement, traits }) => {
      const store = await createStore<unknown, string>();
      const pairs = copiesValues(traits) ? distinctKeysToCopy : distinctKeys;
      for (const [one, other] of pairs) {
        await settlement("the write", store.write(one, "one"));
        await settlement(
          "the update",
          store.update(other, () => "other"),
        );
        const keys = `${show(one)} next to ${show(other)}`;
        expectSame(await settlement("the read", store.read(one)), "one", keys);
        expectSame(await settlement("the read", store.read(other)), "other", keys);
      }
    },
  },
  {
    name: "NaN is one key, and 0 and -0 are one key",
    appliesTo: (traits) => !holdsOnlyNumbers(traits),
    run: async ({ createStore, settlement }) => {
      const store = await createStore<number, string>();
      await settlement("the write", store.write(Number.NaN, "not a number"));
      await settlement("the write", store.write(-0, "zero"));
      expectSame(await settlement("the read", store.read(Number.NaN)), "not a number", "NaN");
      expectSame(await settlement("the read", store.read(0)), "zero", "0 after writing -0");
      await settlement(
        "the update",
        store.update(0, (current) => `${current}, again`),
      );
      expectSame(await settlement("the read", store.read(-0)), "zero, again", "-0 after 0");
    },
  },
  {
    name: "a name that objects inherit is a key like any other",
    appliesTo: always,
    run: async ({ createStore, settlement }) => {
      const store = await createStore();
      for (const [index, key] of objectKeys.entries()) {
        expectSame(await settlement("the read", store.read(key)), undefined, `"${key}" unwritten`);
        await settlement("the write", store.write(key, index));
        expectSame(await settlement("the read", store.read(key)), index, `"${key}" written`);
      }
    },
  },
];

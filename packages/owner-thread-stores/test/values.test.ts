/** Which keys and values a state takes, and what becomes of the others. */
import { describe, expect, onTestFinished, test } from "vitest";
import type { SharedStrategy, StateStore, Storable } from "@sync-strategies/state-store";
import strategies from "@sync-strategies/owner-thread-stores/strategy";

async function open(strategy: SharedStrategy): Promise<StateStore<unknown, Storable>> {
  const state = await strategy.createState({ members: 1, keys: 4, folder: "" });
  onTestFinished(() => state[Symbol.asyncDispose]());
  return strategy.openStore(state.addressFor(0).address);
}

for (const strategy of strategies.filter(({ traits }) => traits.values === "copy")) {
  describe(`what ${strategy.title} holds`, () => {
    test("a value is a copy, and a key is compared by its value", async () => {
      const store = await open(strategy);
      const value = { list: [1, new Date(0)], map: new Map([[1, "one"]]) };
      for (const key of ["text", 1, 1n, true, null, undefined, Number.NaN]) {
        await store.write(key, value);
        const read = await store.read(key);
        expect(read).toEqual(value);
        expect(read).not.toBe(value);
      }
    });

    test("a value that cannot be copied rejects with a TypeError and harms no other operation", async () => {
      const store = await open(strategy);
      const results = await Promise.allSettled([
        store.write("a", 1),
        store.write("b", () => {}),
        store.update("a", () => ({ deep: [Symbol("deep")] })),
        store.update("a", (current) => [current]),
      ]);
      expect(results).toEqual([
        { status: "fulfilled", value: undefined },
        { status: "rejected", reason: expect.any(TypeError) },
        { status: "rejected", reason: expect.any(TypeError) },
        { status: "fulfilled", value: [1] },
      ]);
      expect(await store.read("b")).toBe(undefined);
    });

    test("a key that would be another one in the owner's thread is refused", async () => {
      const store = await open(strategy);
      for (const key of [{}, [], () => {}, Symbol("key")]) {
        for (const operation of [
          store.read(key),
          store.write(key, 1),
          store.update(key, () => 1),
        ]) {
          await expect(operation).rejects.toThrow(
            /^A key is copied .* use a string or a number\.$/,
          );
        }
      }
    });
  });
}

describe("Owner thread, rings", () => {
  const strategy = strategies.find(({ id }) => id === "ring-owner")!;

  test("a number comes back as it is", async () => {
    const store = await open(strategy);
    for (const value of [0, -0, 0.1, -1.5e300, Infinity, Number.NaN, Number.MIN_VALUE]) {
      await store.write(0, value);
      expect(await store.read(0)).toBe(value);
    }
    expect(await store.read(3)).toBe(undefined);
  });

  test("other keys are refused with a RangeError, and other values with a TypeError", async () => {
    const store = await open(strategy);
    for (const key of [4, -1, 0.5, Number.NaN, "0", {}, undefined]) {
      for (const operation of [store.read(key), store.write(key, 1), store.update(key, () => 1)]) {
        await expect(operation).rejects.toThrow(RangeError);
      }
    }
    for (const value of ["1", null, 1n, {}]) {
      await expect(store.write(1, value)).rejects.toThrow(TypeError);
      await expect(store.update(1, () => value)).rejects.toThrow(TypeError);
    }
    expect(await store.update(1, (current) => current ?? 5)).toBe(5);
  });
});

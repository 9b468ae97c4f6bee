import { expect, test } from "vitest";
import { check, recordStore } from "@sync-strategies/linearizability";
import { StoreClosedError, type StateStore, type Storable } from "@sync-strategies/state-store";

/** Sound: what it does takes effect at once, or, for an updater that awaits, in turn. */
function soundStore<Key, Value extends Storable>(): StateStore<Key, Value> {
  const state = new Map<Key, Value>();
  let closed = false;
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(
    signal: AbortSignal | undefined,
    act: () => Result | Promise<Result>,
  ): Promise<Result> => {
    if (closed) return Promise.reject(new StoreClosedError());
    const result = turn.then(() => {
      signal?.throwIfAborted();
      return act();
    });
    turn = result.catch(() => {});
    return result;
  };
  const close = async (): Promise<void> => {
    closed = true;
    await turn;
  };
  return {
    read: (key, options) => inTurn(options?.signal, () => state.get(key)),
    write: (key, value, options) => inTurn(options?.signal, () => void state.set(key, value)),
    update: (key, updater, options) =>
      inTurn(options?.signal, async () => {
        const next = await updater(state.get(key));
        state.set(key, next);
        return next;
      }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

test("what clients do is recorded with their keys and values", async () => {
  const recording = recordStore(soundStore<string, object>());
  const [ada, bob] = [recording.client(1), recording.client(2)];
  const writing = ada.write("x", { name: "first" });
  const updated = bob.update("x", async (current) => {
    await Promise.resolve();
    return { name: "second", before: current };
  });
  await Promise.all([writing, updated]);
  expect(await ada.read("y")).toBeUndefined();
  expect(recording.operations()).toEqual([
    { client: 1, key: "x", name: "write", input: { name: "first" }, called: 1, returned: 3 },
    {
      client: 2,
      key: "x",
      name: "update",
      output: [{ name: "first" }, { name: "second", before: { name: "first" } }],
      called: 2,
      returned: 4,
    },
    { client: 1, key: "y", name: "read", output: null, called: 5, returned: 6 },
  ]);
  expect(check(recording.operations())).toMatchObject({
    verdict: "linearizable",
    engine: "search",
  });
});

const add = async (current = 0): Promise<number> => current + 1;

test("a store that loses an update is found out", async () => {
  const state = new Map<string, number>();
  const store = soundStore<string, number>();
  const recording = recordStore<string, number>({
    ...store,
    read: async (key) => state.get(key),
    async update(key, updater) {
      const next = await updater(state.get(key));
      state.set(key, next);
      return next;
    },
  });
  await Promise.all([recording.client(1).update("n", add), recording.client(2).update("n", add)]);
  expect(await recording.client(3).read("n")).toBe(1);
  expect(check(recording.operations()).verdict).toBe("not-linearizable");
});

test("an operation that certainly had no effect is left out; any other stays open", async () => {
  const store = soundStore<string, number>();
  const recording = recordStore<string, number>({
    ...store,
    write: () => Promise.reject(new Error("the wire broke")),
  });
  const client = recording.client(1);
  await expect(client.write("x", 1)).rejects.toThrow("the wire broke");
  await expect(client.update("x", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  await expect(
    client.update("x", () => {
      throw new Error("never");
    }),
  ).rejects.toThrow("never");
  await expect(client.read("x", { signal: AbortSignal.abort("late") })).rejects.toBe("late");
  await client.close();
  await expect(client.write("x", 3)).rejects.toThrow("the wire broke");
  await expect(client.update("x", () => 2)).rejects.toMatchObject({ code: "STORE_CLOSED" });
  expect(recording.operations()).toEqual([
    { client: 1, key: "x", name: "write", input: 1, called: 1 },
    // It was recorded above the store that it never reached.
    { client: 1, key: "x", name: "write", input: 3, called: expect.any(Number) },
  ]);
  expect(recording.totalOps).toBe(6);
});

test("keys are distinguished as Map does, and each has a distinct name", async () => {
  const recording = recordStore(soundStore<unknown, string>());
  const client = recording.client(1);
  const keys = [1, "1", {}, {}, Symbol("s"), 10n];
  for (const [index, key] of keys.entries()) await client.write(key, `value ${index}`);
  const names = recording.operations().map(({ key }) => key);
  expect(new Set(names).size).toBe(keys.length);
  expect(names.slice(0, 2)).toEqual(["1", '"1"']);
});

test("values without JSON are distinguished by identity, and can be shown", async () => {
  const circular: { self?: unknown } = {};
  circular.self = circular;
  const values = [() => 1, () => 1, Symbol("s"), 3n, circular, new Map()];
  const recording = recordStore(soundStore<string, Storable>());
  const client = recording.client(1);
  for (const value of values) {
    await client.write("x", value);
    expect(await client.read("x")).toBe(value);
  }
  expect(recording.operations().filter(({ name }) => name === "read")).toHaveLength(6);
});

test("beyond its capacity operations are counted, not recorded", async () => {
  const recording = recordStore(soundStore<string, number>(), { capacity: 2 });
  const client = recording.client(1);
  for (let value = 0; value < 5; value++) await client.write("x", value);
  expect(recording.operations()).toHaveLength(2);
  expect(recording.totalOps).toBe(5);
});

test("recordings that share a clock can be checked together", async () => {
  let now = 100;
  const clock = { next: () => (now += 10) };
  const store = soundStore<string, number>();
  const [one, other] = [recordStore(store, { clock }), recordStore(store, { clock })];
  await one.client(1).write("x", 1);
  expect(await other.client(2).read("x")).toBe(1);
  const together = [...other.operations(), ...one.operations()];
  expect(together.map(({ called, returned }) => [called, returned])).toEqual([
    [130, 140],
    [110, 120],
  ]);
  expect(check(together).verdict).toBe("linearizable");
  expect(check(other.operations())).toMatchObject({ rule: "read-of-nothing" });
});

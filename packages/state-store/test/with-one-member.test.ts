import { expect, test } from "vitest";
import {
  isShared,
  withOneMember,
  type Place,
  type SharedStrategy,
  type StateStore,
  type Storable,
} from "@sync-strategies/state-store";

const place = { keys: 10, folder: "a folder" };

/** A strategy that notes what is asked of it, in order. */
function notingStrategy(faults: { open?: Error; close?: Error } = {}) {
  const notes: unknown[] = [];
  const strategy: SharedStrategy = {
    id: "noting",
    title: "Noting",
    summary: "Notes what is asked of it.",
    reply: "a note",
    caveat: "It holds nothing.",
    span: "threads",
    traits: {
      access: "owner-task",
      exclusion: "store",
      reads: "wait",
      updaterRuns: "once",
      values: "number",
      survivesKill: true,
      control: false,
    },
    async createState(where: Place) {
      notes.push(["create", where]);
      return {
        addressFor: (member) => ({ address: `address ${member}` }),
        async [Symbol.asyncDispose]() {
          notes.push("dispose");
        },
      };
    },
    async openStore<Key, Value extends Storable>(address: unknown) {
      notes.push(["open", address]);
      if (faults.open !== undefined) throw faults.open;
      const store: StateStore<Key, Value> = {
        async read() {
          notes.push("read");
          return undefined;
        },
        async write() {
          notes.push("write");
        },
        update: async (_key, updater) => updater(undefined),
        async close() {
          notes.push("close begins");
          await Promise.resolve();
          notes.push("close ends");
          if (faults.close !== undefined) throw faults.close;
        },
        [Symbol.asyncDispose]: () => store.close(),
      };
      return store;
    },
  };
  return { strategy, notes };
}

test("a shared strategy with one member is a plain one of the same description", () => {
  const { strategy } = notingStrategy();
  const plain = withOneMember(strategy, place);
  const { id, title, summary, reply, caveat, traits } = strategy;
  expect(plain).toMatchObject({ id, title, summary, reply, caveat, traits });
  expect(isShared(strategy)).toBe(true);
  expect(isShared(plain)).toBe(false);
});

test("each store is a handle on a state of its own, in the place that was given", async () => {
  const { strategy, notes } = notingStrategy();
  const store = await withOneMember(strategy, place).createStore<number, number>();
  expect(notes).toEqual([
    ["create", { ...place, members: 1 }],
    ["open", "address 0"],
  ]);
  await store.write(1, 2);
  await store.read(1);
  await expect(store.update(1, () => 3)).resolves.toBe(3);
  expect(notes.slice(2)).toEqual(["write", "read"]);
});

test("closing ends the handle, and then the state, once", async () => {
  const { strategy, notes } = notingStrategy();
  const store = await withOneMember(strategy, place).createStore();
  await Promise.all([store.close(), store.close(), store[Symbol.asyncDispose]()]);
  await store.close();
  expect(notes.slice(2)).toEqual(["close begins", "close ends", "dispose"]);
});

test("the state is disposed of although its handle does not close, and the error is told", async () => {
  const error = new Error("on purpose");
  const { strategy, notes } = notingStrategy({ close: error });
  const store = await withOneMember(strategy, place).createStore();
  await expect(store.close()).rejects.toBe(error);
  expect(notes.slice(2)).toEqual(["close begins", "close ends", "dispose"]);
});

test("the state is disposed of if no handle can be opened on it", async () => {
  const error = new Error("on purpose");
  const { strategy, notes } = notingStrategy({ open: error });
  await expect(withOneMember(strategy, place).createStore()).rejects.toBe(error);
  expect(notes.slice(2)).toEqual(["dispose"]);
});

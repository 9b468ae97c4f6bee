import { OwnerPerKeyStore } from "@sync-strategies/owner-per-key-store";
import { defer } from "@sync-strategies/state-store-testkit/contract";
import { expect, test } from "vitest";

test("operations of one key take effect in the order in which they were called", async () => {
  const store = new OwnerPerKeyStore<string, string>();
  const letters = "abcdefgh".split("");
  const append = letters.map((letter, index) =>
    store.update("text", async (current = "") => {
      if (index % 2 === 0) await Promise.resolve();
      return current + letter;
    }),
  );
  const reading = store.read("text");
  const writing = store.write("text", "");
  await Promise.all(append);
  expect(await reading).toBe("abcdefgh");
  await writing;
  expect(await store.read("text")).toBe("");
});

test("an owner exists while its key has requests, and leaves nothing behind", async () => {
  const store = new OwnerPerKeyStore<number, number>();
  expect(store.ownerCount).toBe(0);
  const writes = Array.from({ length: 1000 }, (_, key) => store.write(key, key));
  expect(store.ownerCount).toBe(1000);
  await Promise.all(writes);
  await Promise.resolve();
  expect(store.ownerCount).toBe(0);
  // The values are still there, for the next owner.
  expect(await store.read(7)).toBe(7);
  expect(await store.update(7, (current = 0) => current + 1)).toBe(8);
});

test("a busy owner of one key delays no other key", async () => {
  const store = new OwnerPerKeyStore<string, number>();
  const decision = defer<number>();
  const update = store.update("a", () => decision.promise);
  const waiting = store.read("a");
  expect(await store.update("b", (current = 0) => current + 1)).toBe(1);
  expect(await store.read("b")).toBe(1);
  expect(store.ownerCount).toBe(1);
  decision.resolve(5);
  expect(await update).toBe(5);
  expect(await waiting).toBe(5);
});

test("an owner skips cancelled requests, and ends if no others are left", async () => {
  const store = new OwnerPerKeyStore<string, number>();
  const controller = new AbortController();
  const cancelled = [1, 2, 3].map((value) => store.write("a", value, controller));
  controller.abort("enough");
  for (const result of await Promise.allSettled(cancelled)) {
    expect(result).toEqual({ status: "rejected", reason: "enough" });
  }
  expect(store.ownerCount).toBe(0);
  expect(await store.read("a")).toBeUndefined();
});

test("requests that arrive while an updater awaits are answered after it, in order", async () => {
  const store = new OwnerPerKeyStore<string, number>();
  const decision = defer<number>();
  const order: string[] = [];
  const note = async (name: string, operation: Promise<unknown>): Promise<void> => {
    order.push(`${name} ${String(await operation)}`);
  };
  const first = [
    note(
      "update",
      store.update("a", () => decision.promise),
    ),
    note("read", store.read("a")),
  ];
  await Promise.resolve();
  const second = [note("write", store.write("a", 9)), note("read", store.read("a"))];
  decision.resolve(5);
  await Promise.all([...first, ...second]);
  expect(order).toEqual(["update 5", "read 5", "write undefined", "read 9"]);
});

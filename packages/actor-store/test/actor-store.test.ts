import { ActorStore } from "@sync-strategies/actor-store/store";
import { expect, test } from "vitest";

test("operations take effect in the order in which they were called", async () => {
  const store = new ActorStore<string, string>();
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

test("reads and writes are carried out in one microtask, however many wait", async () => {
  const store = new ActorStore<string, number>();
  const settled: string[] = [];
  const note = async (name: string, operation: Promise<unknown>): Promise<void> => {
    settled.push(`${name} ${String(await operation)}`);
  };
  const all = [
    note("write", store.write("a", 1)),
    note("read", store.read("a")),
    note("write", store.write("a", 2)),
    note("read", store.read("a")),
  ];
  // One microtask for the actor, and one per client for its reply.
  await Promise.resolve();
  await Promise.resolve();
  expect(settled).toEqual(["write undefined", "read 1", "write undefined", "read 2"]);
  await Promise.all(all);
});

test("timers run even while clients keep the actor busy in microtasks alone", async () => {
  const store = new ActorStore<string, number>();
  const bell = { rings: 0 };
  const timer = setInterval(() => (bell.rings += 1), 1);
  const client = async (): Promise<void> => {
    // If the actor did not step aside, no timer would fire before the last operation.
    for (let count = 0; bell.rings < 3 && count < 1_000_000; count += 1) {
      await store.update("a", (current = 0) => current + 1);
    }
  };
  await Promise.all([client(), client(), client()]);
  clearInterval(timer);
  expect(bell.rings).toBeGreaterThanOrEqual(3);
  await store.close();
});

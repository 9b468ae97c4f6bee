import { nextTurn, turnIfDue } from "@sync-strategies/event-loop";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { OwnerPerKeyStore } from "../src/index.ts";

let now = 0;
beforeEach(async () => {
  await nextTurn();
  vi.spyOn(performance, "now").mockImplementation(() => now);
});
afterEach(() => {
  vi.restoreAllMocks();
});

test("an owner that pauses for the event loop is not overtaken without end by one that goes on first", async () => {
  const store = new OwnerPerKeyStore<string, number>();
  while (turnIfDue() === undefined) now += 1;
  // From now on the clock stands still: no further turn becomes due.
  const update = { isServed: false };
  let writes = 0;
  const writing = (async () => {
    while (!update.isServed && writes < 10_000) {
      await store.write("busy", writes);
      writes += 1;
    }
  })();
  const serving = store.update("waiting", () => 1).then(() => (update.isServed = true));
  await Promise.all([writing, serving]);
  expect(writes).toBeLessThan(100);
});

test("updates that wait for one owner leave the event loop its turns, however long they take", async () => {
  const store = new OwnerPerKeyStore<string, number>();
  const turned = nextTurn().then(() => updates);
  let updates = 0;
  const all = Array.from({ length: 1000 }, () =>
    store.update("a", () => {
      now += 1;
      return (updates += 1);
    }),
  );
  expect(await turned).toBeLessThan(1000);
  await Promise.all(all);
  expect(updates).toBe(1000);
});

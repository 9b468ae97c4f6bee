import { ChannelStore } from "@sync-strategies/channels/store";
import { nextTurn } from "@sync-strategies/event-loop";
import { expect, test, vi } from "vitest";

test("timers run even while clients keep the owner busy in microtasks alone", async () => {
  const store = new ChannelStore<string, number>();
  const bell = { rings: 0 };
  const timer = setInterval(() => (bell.rings += 1), 1);
  const client = async (): Promise<void> => {
    // If the owner did not step aside, no timer would fire before the last operation.
    for (let count = 0; bell.rings < 3 && count < 1_000_000; count += 1) {
      await store.update("a", (current = 0) => current + 1);
    }
  };
  await Promise.all([client(), client(), client()]);
  clearInterval(timer);
  expect(bell.rings).toBeGreaterThanOrEqual(3);
  await store.close();
});

test("timers run while the owner serves a long line of requests that were made at once", async () => {
  const store = new ChannelStore<string, number>();
  await nextTurn();
  // The clock advances with each reading, so that the test does not depend on the machine's speed.
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => (now += 1));
  let served = 0;
  let servedByThen = 0;
  setImmediate(() => (servedByThen = served));
  const updates = Array.from({ length: 20_000 }, () => store.update("a", () => (served += 1)));
  await Promise.all(updates);
  vi.restoreAllMocks();
  expect(servedByThen).toBeGreaterThan(0);
  expect(servedByThen).toBeLessThan(served);
  await store.close();
});

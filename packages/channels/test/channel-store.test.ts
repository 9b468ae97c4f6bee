import { ChannelStore } from "@sync-strategies/channels/store";
import { expect, test } from "vitest";

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

import { UnsynchronizedStore } from "@sync-strategies/unsynchronized-store";
import { expect, test } from "vitest";

const increment = async (current = 0): Promise<number> => {
  await Promise.resolve();
  return current + 1;
};

test("two updates at once lose one, which is what the control is there to show", async () => {
  const store = new UnsynchronizedStore<string, number>();
  const results = await Promise.all([store.update("a", increment), store.update("a", increment)]);
  // Both were told that they had made a one, and a one is all that there is.
  expect(results).toEqual([1, 1]);
  expect(await store.read("a")).toBe(1);
});

test("updates one after the other lose nothing: the await is the fault, and only with company", async () => {
  const store = new UnsynchronizedStore<string, number>();
  await store.update("a", increment);
  await store.update("a", increment);
  expect(await store.read("a")).toBe(2);
});

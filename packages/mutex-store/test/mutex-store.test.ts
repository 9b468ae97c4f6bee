import { MutexStore } from "@sync-strategies/mutex-store";
import { expect, test } from "vitest";

test("operations take effect in the order in which they were called", async () => {
  const store = new MutexStore<string, string>();
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

test("callers with a signal and callers without one take turns in the order of asking", async () => {
  const store = new MutexStore<string, string>();
  const { signal } = new AbortController();
  const append = "abcdefgh".split("").map((letter, index) =>
    // Two with a signal, two without, and so on.
    store.update("text", (current = "") => current + letter, index % 4 < 2 ? { signal } : {}),
  );
  await Promise.all(append);
  expect(await store.read("text")).toBe("abcdefgh");
});

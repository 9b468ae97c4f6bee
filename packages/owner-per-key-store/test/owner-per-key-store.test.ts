// TODO: what is unique to your strategy, each test's name a sentence about it. No test sleeps:
// let a promise that the test resolves decide when an updater goes on.
import { OwnerPerKeyStore } from "@sync-strategies/owner-per-key-store";
import { expect, test } from "vitest";

test("operations take effect in the order in which they were called", async () => {
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

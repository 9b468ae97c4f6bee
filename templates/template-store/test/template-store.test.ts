// TODO: what is unique to your strategy; each test's name is a sentence about it. No test sleeps:
// let an updater await a promise that the test resolves.
import { TemplateStore } from "@sync-strategies/template-store";
import { expect, test } from "vitest";

test("operations take effect in the order in which they were called", async () => {
  const store = new TemplateStore<string, string>();
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

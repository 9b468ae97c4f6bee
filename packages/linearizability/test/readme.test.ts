/** The README shows the examples as they are, and what they print. */
import { readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";

const textOf = (file: string): string =>
  readFileSync(new URL(`../${file}`, import.meta.url), "utf8");
const readme = textOf("README.md");

test.each([
  ["examples/record-a-store.ts", () => import("../examples/record-a-store.ts")],
  ["examples/queue.ts", () => import("../examples/queue.ts")],
])("%s", async (file, run) => {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  await run();
  const printed = log.mock.calls.join("\n");
  log.mockRestore();
  expect(printed).not.toBe("");
  expect(readme).toContain("```ts\n" + textOf(file) + "```\n\n```\n" + printed + "\n```\n");
});

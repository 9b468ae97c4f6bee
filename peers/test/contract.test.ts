/** Every peer keeps the contract, but for what its traits say that it cannot. */
import { readdir } from "node:fs/promises";
import { basename } from "node:path";
import type { Strategy } from "@sync-strategies/state-store";
import { testStateStore } from "@sync-strategies/state-store-testkit";
import { describe, expect, test } from "vitest";

const folder = new URL("../strategies/", import.meta.url);
const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith(".ts"));

for (const file of files.toSorted()) {
  const module: { default: Strategy } = await import(new URL(file, folder).href);
  const strategy = module.default;
  describe(`the peer in ${file}`, () => {
    test("bears its file's name, and says how replies come", () => {
      expect(strategy.id).toBe(basename(file, ".ts"));
      expect(strategy.reply).toMatch(/^\w.*\w$/);
    });
    testStateStore(strategy);
  });
}

/** Every peer keeps the contract, but for what its traits say that it cannot. */
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
// Compiled, as the command runs it: it loads strategies in processes of plain Node.
import { selectStrategies } from "../../packages/command-kit/dist/strategies/index.js";
import { isShared } from "@sync-strategies/state-store";
import { testSharedStore, testStateStore } from "@sync-strategies/state-store-testkit";
import { afterAll, describe, expect, test } from "vitest";

const folder = new URL("../strategies/", import.meta.url);
const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith(".ts"));

// Threads load what the command has bundled.
const scratch = await mkdtemp(join(tmpdir(), "sync-strategies-peers-"));
afterAll(() => rm(scratch, { recursive: true, force: true }));
const { strategies: shared } = await selectStrategies(["multithreading", "web-locks"], {
  scratch,
  signal: new AbortController().signal,
  span: "threads",
});
const compiled = new Map(shared.map(({ id, moduleUrl }) => [id, new URL(moduleUrl)]));

for (const file of files.toSorted()) {
  const module: { default: Parameters<typeof isShared>[0]; unavailable?: string } = await import(
    new URL(file, folder).href
  );
  // The running Node lacks what this one needs.
  if (module.unavailable !== undefined) continue;
  const strategy = module.default;
  describe(`the peer in ${file}`, () => {
    test("bears its file's name, and says how replies come", () => {
      expect(strategy.id).toBe(basename(file, ".ts"));
      expect(strategy.reply).toMatch(/^\w.*\w$/);
    });
    if (isShared(strategy)) testSharedStore(compiled.get(strategy.id)!, strategy.id);
    else testStateStore(strategy);
  });
}

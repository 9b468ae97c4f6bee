/** Every strategy here keeps the contract, with one member and over two processes. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
// Compiled, as the command runs it: it loads strategies in processes of plain Node.
import { ExitCode } from "../../packages/command-kit/dist/index.js";
import { selectStrategies } from "../../packages/command-kit/dist/strategies/index.js";
import { testSharedStore } from "@sync-strategies/state-store-testkit";
import { afterAll, describe, expect, test } from "vitest";

// Processes load what the command has bundled.
const scratch = await mkdtemp(join(tmpdir(), "sync-strategies-external-state-"));
afterAll(() => rm(scratch, { recursive: true, force: true }));
const { strategies, problems } = await selectStrategies([], {
  scratch,
  signal: new AbortController().signal,
  span: "processes",
});

for (const { id, origin, moduleUrl } of strategies) {
  describe(`the strategy in ${origin}`, () => {
    test("bears its file's name", () => {
      expect(basename(origin, ".ts")).toBe(id);
    });
    testSharedStore(new URL(moduleUrl), id);
  });
}

test("there are strategies, and each of them can be loaded", () => {
  expect(strategies).not.toEqual([]);
  expect(problems.filter(({ exitCode }) => exitCode !== ExitCode.fine)).toEqual([]);
});

// What this machine cannot have is no fault: it is shown as skipped, with the reason.
const missing = problems.filter(({ exitCode }) => exitCode === ExitCode.fine);
// oxlint-disable-next-line vitest/expect-expect
test.for(missing)("$message", (_, { skip }) => skip());

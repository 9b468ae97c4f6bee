/**
 * Every strategy of a service keeps the contract, with one member and over two processes, on a server
 * that is started for these tests. Where this machine does not have it, that is shown as skipped, with
 * the reason.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
// Compiled, as the command runs it: it loads strategies in processes of plain Node.
import { ExitCode } from "../../../packages/command-kit/dist/index.js";
import { selectStrategies } from "../../../packages/command-kit/dist/strategies/index.js";
import { ServiceError, startKeeper, type Keeper, type LocalServer } from "@sync-strategies/servers";
import { testSharedStore } from "@sync-strategies/state-store-testkit";
import { afterAll, describe, expect, test } from "vitest";

/** Each operation takes the way to a server and back, most of them more than once. */
const EFFORT = 0.01;
const PATIENCE_MS = 60_000;

export async function testStrategiesOf(service: string): Promise<void> {
  // Processes load what the command has bundled.
  const scratch = await mkdtemp(join(tmpdir(), "sync-strategies-external-state-"));
  const keeper = await startKeeper();
  afterAll(async () => {
    await keeper.close();
    await rm(scratch, { recursive: true, force: true });
  });
  const server = await serverOf(service, keeper);
  const { strategies, problems } = await selectStrategies([], {
    scratch,
    signal: new AbortController().signal,
    span: "machines",
  });
  const ofService = strategies.filter((strategy) => strategy.service === service);

  describe.skipIf(server instanceof ServiceError).each(ofService)(
    "the strategy in $origin",
    ({ id, origin, moduleUrl }) => {
      test("bears its file's name", () => {
        expect(basename(origin, ".ts")).toBe(id);
      });
      testSharedStore(new URL(moduleUrl), id, {
        effort: EFFORT,
        patienceMs: PATIENCE_MS,
        placeOnServer: () => ({
          url: (server as LocalServer).url,
          namespace: keeper.namespace(),
        }),
      });
    },
  );

  test("there are strategies, and each of them can be loaded", () => {
    expect(ofService).not.toEqual([]);
    expect(problems.filter(({ exitCode }) => exitCode !== ExitCode.fine)).toEqual([]);
  });

  const missing = server instanceof ServiceError ? [server] : [];
  // oxlint-disable-next-line vitest/expect-expect
  test.for(missing)("$message", (_, { skip }) => skip());
}

/** Or why this machine has none. */
async function serverOf(service: string, keeper: Keeper): Promise<LocalServer | ServiceError> {
  try {
    return await keeper.start(service);
  } catch (error) {
    if (error instanceof ServiceError && error.code === "NOT_INSTALLED") return error;
    throw error;
  }
}

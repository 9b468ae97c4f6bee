/**
 * Examines a store whose state members share, in a process that does nothing else: with one member,
 * and over two threads. No schedules are explored: threads run at the same time.
 */
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { connectToParent } from "@sync-strategies/command-kit/in-child";
import { withOneMember } from "@sync-strategies/state-store";
import { contractTests, runContractTest } from "@sync-strategies/state-store-testkit/contract";
import {
  KEY_LIMIT,
  loadShared,
  runSharedContractTest,
  sharedContractTests,
  MemberPool,
} from "@sync-strategies/state-store-testkit/shared-contract";
import type { ExaminationMessage } from "./examination.ts";

const { send } = connectToParent<unknown, ExaminationMessage>();

/** What other threads do takes a while on a busy machine; each stuck test takes so long. */
const PATIENCE_MS = 3000;

/** @param module the broken copy, from which threads load it, too. */
export async function examineShared(module: URL, id: string): Promise<void> {
  // A broken store leaves rejected promises that no caller awaits; only the tests judge it.
  process.on("unhandledRejection", () => {});
  const [loaded] = await loadShared(module, id);
  const { traits } = loaded!.strategy;
  const folder = mkdtempSync(join(fileURLToPath(new URL(".", module)), "state-"));
  const alone = withOneMember(loaded!.strategy, { keys: KEY_LIMIT, folder });
  const pool = new MemberPool(loaded!.strategy.span);
  const options = { patienceMs: PATIENCE_MS };
  let testCount = 0;
  const judge = async (name: string, run: () => Promise<void>): Promise<void> => {
    testCount += 1;
    send({ type: "begins", what: `the test "${name}"` });
    try {
      await run();
    } catch {
      send({ type: "failed-test", name });
    }
  };
  for (const test of contractTests.filter((each) => each.appliesTo(traits))) {
    await judge(test.name, () => runContractTest(test, alone, options));
  }
  for (const test of sharedContractTests.filter((each) => each.appliesTo(traits))) {
    await judge(test.name, () => runSharedContractTest(test, loaded!, pool, options));
  }
  send({ type: "done", testCount });
  process.exit();
}

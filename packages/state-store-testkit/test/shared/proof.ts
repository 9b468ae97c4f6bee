/** Runs tests over two threads against a broken store, to see which of them find the fault. */
import type { BrokenSharedStore } from "../../src/shared/broken-stores/index.ts";
import {
  loadShared,
  runSharedContractTest,
  sharedContractTests,
} from "../../src/shared/run-shared-contract.ts";
import type { SharedContractTest } from "../../src/shared/shared-contract-test.ts";
import type { ThreadPool } from "../../src/shared/thread-pool.ts";

/** Compiled, since threads load them too. */
const brokenModule = new URL("../../dist/shared/broken-stores-to-load.js", import.meta.url);

/** The tests that must find the fault. */
export function testsNamed({ caughtBy }: BrokenSharedStore): SharedContractTest[] {
  return sharedContractTests.filter(({ name }) => caughtBy.includes(name));
}

/** The names of those that fail, in their order. */
export async function failuresOf(
  { id, traits }: BrokenSharedStore,
  tests: readonly SharedContractTest[],
  pool: ThreadPool,
  patienceMs: number,
): Promise<string[]> {
  const [loaded] = await loadShared(brokenModule, id);
  const failures: string[] = [];
  for (const test of tests) {
    if (!test.appliesTo(traits)) continue;
    try {
      await runSharedContractTest(test, loaded!, pool, { patienceMs });
    } catch {
      failures.push(test.name);
    }
  }
  return failures;
}

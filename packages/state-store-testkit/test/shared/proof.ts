/** Runs tests over two members against a broken store, to see which of them find the fault. */
import type { Span } from "@sync-strategies/state-store";
import {
  brokenSharedStores,
  type BrokenSharedStore,
} from "../../src/shared/broken-stores/index.ts";
import {
  loadShared,
  runSharedContractTest,
  sharedContractTests,
} from "../../src/shared/run-shared-contract.ts";
import { MemberPool } from "../../src/shared/member-pool.ts";
import type { SharedContractTest } from "../../src/shared/shared-contract-test.ts";

/** Compiled, since members load them too. */
const brokenModule = new URL("../../dist/shared/broken-stores-to-load.js", import.meta.url);
export const soundStoresModule = new URL(
  "../../dist/shared/sound-stores-to-load.js",
  import.meta.url,
);

/** The tests that must find the fault. */
export function testsNamed({ caughtBy }: BrokenSharedStore): SharedContractTest[] {
  return sharedContractTests.filter(({ name }) => caughtBy.includes(name));
}

/** Of the tests that must find the fault: the first, and those that no store before this one tries. */
export function testsInShort(broken: BrokenSharedStore): SharedContractTest[] {
  const before = brokenSharedStores.slice(0, brokenSharedStores.indexOf(broken));
  const tried = new Set(before.flatMap(({ caughtBy }) => caughtBy));
  return testsNamed(broken).filter(({ name }, at) => at === 0 || !tried.has(name));
}

/** A pool per span. */
export class Pools implements AsyncDisposable {
  readonly #pools = {
    threads: new MemberPool("threads"),
    processes: new MemberPool("processes"),
  };

  of({ span }: { readonly span: Span }): MemberPool {
    return this.#pools[span === "threads" ? span : "processes"];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const disposals = Object.values(this.#pools).map((pool) => pool[Symbol.asyncDispose]());
    await Promise.all(disposals);
  }
}

/** The names of those that fail, in their order. */
export async function failuresOf(
  { id, span, traits }: BrokenSharedStore,
  tests: readonly SharedContractTest[],
  pools: Pools,
  patienceMs: number,
): Promise<string[]> {
  const [loaded] = await loadShared(brokenModule, id);
  const failures: string[] = [];
  for (const test of tests) {
    if (!test.appliesTo(traits)) continue;
    try {
      await runSharedContractTest(test, loaded!, pools.of({ span }), { patienceMs });
    } catch {
      failures.push(test.name);
    }
  }
  return failures;
}

// The titles and the assertions are those of the contract's own tests.
/* oxlint-disable vitest/valid-title, vitest/expect-expect */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withOneMember, type SharedStrategy, type Strategy } from "@sync-strategies/state-store";
import { afterAll, describe, test } from "vitest";
import { KEY_LIMIT } from "./numbered-keys.ts";
import type { ContractOptions } from "./run-contract.ts";
import { sharedClauses } from "./shared/clauses/index.ts";
import {
  loadShared,
  runSharedContractTest,
  SHARED_PATIENCE_MS,
  type LoadedShared,
} from "./shared/run-shared-contract.ts";
import { inWordsOf } from "./shared/member-kind.ts";
import { MemberPool } from "./shared/member-pool.ts";
import { testClauses, testDescription, VITEST_LIMIT_MS, withSeed } from "./test-state-store.ts";

/**
 * Registers with vitest, as tests of a strategy for several members: the whole contract with one
 * member, as of any strategy, and what holds between two members besides: threads, or processes
 * where the strategy spans these. Options are those of
 * `testStateStore`, but the patience is ten seconds if not given.
 *
 * @param module where the strategy is compiled, since members load it too:
 *   `new URL("../dist/strategy.js", import.meta.url)`.
 * @param id which of the strategies that the module exports; without it, each of them.
 */
export function testSharedStore(module: URL, id?: string, given: ContractOptions = {}): void {
  const options = withSeed({ patienceMs: SHARED_PATIENCE_MS, ...given });
  describe("strategies for several members", async () => {
    for (const loaded of await loadShared(module, id)) testStrategy(loaded, options);
  });
}

/** A control may be right with one member: over two it must be caught. */
const MAY_BE_RIGHT_ALONE = ["a control loses updates"];

function testStrategy(loaded: LoadedShared, options: ContractOptions): void {
  const { strategy } = loaded;
  describe(`${strategy.title} keeps the contract`, () => {
    testDescription(strategy);
    describe("with one member", () => {
      const folder = mkdtempSync(join(tmpdir(), "state-store-testkit-"));
      afterAll(() => rmSync(folder, { recursive: true, force: true }));
      testClauses(inPlacesOfTheirOwn(strategy, folder, options), options, MAY_BE_RIGHT_ALONE);
    });
    const pool = new MemberPool(strategy.span);
    afterAll(() => pool[Symbol.asyncDispose]());
    describe(`over two ${pool.kind.plural}`, () => {
      testSharedClauses(loaded, pool, options);
    });
  });
}

/** With one member, each of whose states has an empty folder, and its part of the server if any. */
function inPlacesOfTheirOwn(
  strategy: SharedStrategy,
  parent: string,
  { placeOnServer }: ContractOptions,
): Strategy {
  const inFolder = (folder: string): Strategy =>
    withOneMember(strategy, { keys: KEY_LIMIT, folder, service: placeOnServer?.() });
  return {
    ...inFolder(parent),
    createStore: () => inFolder(mkdtempSync(join(parent, "state-"))).createStore(),
  };
}

function testSharedClauses(loaded: LoadedShared, pool: MemberPool, options: ContractOptions): void {
  for (const clause of sharedClauses) {
    describe(inWordsOf(pool.kind, clause.title), () => {
      for (const contractTest of clause.tests) {
        const applies = contractTest.appliesTo(loaded.strategy.traits);
        const name = inWordsOf(pool.kind, contractTest.name);
        test.skipIf(!applies)(name, { timeout: VITEST_LIMIT_MS }, () =>
          runSharedContractTest(contractTest, loaded, pool, options),
        );
      }
    });
  }
}

// The titles are the strategies' own.
/* oxlint-disable vitest/valid-title */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  isShared,
  withOneMember,
  type SharedStrategy,
  type Strategy,
} from "@sync-strategies/state-store";
import { afterAll, describe } from "vitest";
import { KEY_LIMIT } from "./numbered-keys.ts";
import type { ContractOptions } from "./run-contract.ts";
import { testClauses, testDescription, withSeed } from "./test-state-store.ts";

/** What other threads do takes long on a busy machine, in milliseconds. */
const PATIENCE_MS = 10_000;

/**
 * Registers the whole contract with vitest as tests of a strategy for several members: with one
 * member, as of any strategy, and over two threads.
 *
 * @param module where the strategy is compiled, since threads load it too:
 *   `new URL("../dist/strategy.js", import.meta.url)`.
 * @param id which of the strategies that the module exports; without it, each of them.
 */
export function testSharedStore(module: URL, id?: string, given: ContractOptions = {}): void {
  const options = withSeed({ patienceMs: PATIENCE_MS, ...given });
  describe(`shared strategies`, async () => {
    for (const strategy of await loadShared(module, id)) testStrategy(strategy, options);
  });
}

function testStrategy(strategy: SharedStrategy, options: ContractOptions): void {
  describe(`${strategy.title} keeps the contract`, () => {
    testDescription(strategy);
    describe("with one member", () => {
      const folder = mkdtempSync(join(tmpdir(), "state-store-testkit-"));
      afterAll(() => rmSync(folder, { recursive: true, force: true }));
      testClauses(withOneMember(strategy, { keys: KEY_LIMIT, folder }), options);
    });
  });
}

/** @throws {TypeError} if the module does not export what is to be tested. */
async function loadShared(module: URL, id?: string): Promise<SharedStrategy[]> {
  const { default: exported } = (await import(module.href)) as {
    readonly default: Strategy | SharedStrategy | readonly (Strategy | SharedStrategy)[];
  };
  const shared = [exported].flat().filter((each) => isShared(each));
  const chosen = id === undefined ? shared : shared.filter((each) => each.id === id);
  if (chosen.length > 0) return chosen;
  const which = id === undefined ? "strategy for several members" : `shared strategy "${id}"`;
  throw new TypeError(`${module.href} exports no ${which}.`);
}

/**
 * Loads a strategy module. A module may do anything when it is imported, so one of unknown origin
 * is loaded only in a child process.
 */
import type { SharedStrategy, Strategy } from "@sync-strategies/state-store";
import {
  assertStrategy,
  isText,
  NotAStrategyError,
  UnavailableStrategyError,
} from "./assert-strategy.ts";
import { assertBuiltIns } from "./built-ins.ts";

/**
 * What a module of strategies exports. One whose strategies need what the running Node, or the
 * machine, does not have exports what is missing, and no strategy.
 */
export interface StrategyModuleExports {
  readonly default?: unknown;
  readonly unavailable?: unknown;
}

/** Imports the module and returns the strategies that it exports by default, no two of one id. */
export async function loadStrategies(
  moduleUrl: string,
): Promise<readonly (Strategy | SharedStrategy)[]> {
  return strategiesIn((await import(moduleUrl)) as StrategyModuleExports);
}

/** Those of a module that has been imported. */
export function strategiesIn(
  module: StrategyModuleExports,
): readonly (Strategy | SharedStrategy)[] {
  if (isText(module.unavailable)) throw new UnavailableStrategyError(module.unavailable);
  if (module.default === undefined) {
    throw new NotAStrategyError(
      "it has no default export; a strategy, or an array of them, is needed",
    );
  }
  const exported: unknown[] = Array.isArray(module.default) ? module.default : [module.default];
  if (exported.length === 0) throw new NotAStrategyError("its default export is an empty array");
  const ids = new Set<string>();
  return exported.map((candidate) => {
    assertStrategy(candidate);
    const { id } = candidate;
    if (ids.has(id)) throw new NotAStrategyError(`two of its strategies have the id "${id}"`);
    ids.add(id);
    return candidate;
  });
}

/**
 * The one of the module's strategies that has this id.
 *
 * @throws {TypeError} if the module has none, since it was changed.
 * @throws {ChangedBuiltInError} if it changes a built-in that the harness relies on.
 */
export async function findStrategy(
  moduleUrl: string,
  id: string,
): Promise<Strategy | SharedStrategy> {
  const module = (await import(moduleUrl)) as StrategyModuleExports;
  assertBuiltIns();
  const strategies = strategiesIn(module);
  const strategy = strategies.find((one) => one.id === id);
  if (strategy === undefined) throw new TypeError(`it no longer exports "${id}"`);
  return strategy;
}

/**
 * The breaks of all strategies. Each package keeps its own in `test/breaks.ts`; no list names
 * them.
 */
import { access } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { scenarios } from "@sync-strategies/schedule-explorer";
import type { Break } from "@sync-strategies/state-store-testkit/breaks";
import { contractTests } from "@sync-strategies/state-store-testkit/contract";
import { suggestion } from "../command.ts";
import { CommandError, ExitCode } from "../exit-codes.ts";
import type { StrategyPackage } from "../strategy-packages.ts";

export const breaksFile = "test/breaks.ts";

/** A break, and the package whose source it changes. */
export interface PackageBreak extends Break {
  readonly package: StrategyPackage;
  /** What it is called on the command line: `mutex/released-before-the-await`. */
  readonly name: string;
}

/**
 * @throws {CommandError} if a list of breaks speaks of what is not there: a test of the contract,
 *   a scenario.
 */
export async function findBreaks(packages: readonly StrategyPackage[]): Promise<PackageBreak[]> {
  const breaks = await Promise.all(packages.map(breaksOf));
  return breaks.flat();
}

/** Those of one package; none if it keeps no list. */
export async function breaksOf(strategyPackage: StrategyPackage): Promise<PackageBreak[]> {
  const path = join(strategyPackage.path, breaksFile);
  try {
    await access(path);
  } catch {
    return [];
  }
  const module: { default: readonly Break[] } = await import(pathToFileURL(path).href);
  return module.default.map((each) => {
    const name = `${strategyPackage.strategy.id}/${each.id}`;
    assertBreak(each, name);
    return { ...each, package: strategyPackage, name };
  });
}

function assertBreak({ caughtBy, schedule }: Break, name: string): void {
  const tests = contractTests.map((test) => test.name);
  const unknown = caughtBy.find((test) => !tests.includes(test));
  if (unknown !== undefined) {
    throw wrong(name, `no test of the contract is called "${unknown}"`, unknown, tests);
  }
  if (caughtBy.length === 0) throw new CommandError(ExitCode.unable, `${name} names no test`);
  const ids = scenarios.map(({ id }) => id);
  if (!("none" in schedule) && !ids.includes(schedule.scenario)) {
    throw wrong(name, `there is no scenario "${schedule.scenario}"`, schedule.scenario, ids);
  }
}

function wrong(
  breakName: string,
  problem: string,
  typed: string,
  names: readonly string[],
): CommandError {
  return new CommandError(ExitCode.unable, `${breakName}: ${problem}${suggestion(typed, names)}`);
}

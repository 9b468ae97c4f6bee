/**
 * The breaks of all strategies. Each package keeps its own in `test/breaks.ts`; there is no list
 * of them.
 */
import { CommandError, ExitCode, suggestionOrList } from "@sync-strategies/command-kit";
import type { LoadedPackage } from "@sync-strategies/command-kit/strategies";
import { scenarios } from "@sync-strategies/schedule-explorer";
import { isShared, type SharedStrategy, type Strategy } from "@sync-strategies/state-store";
import type { Break } from "@sync-strategies/state-store-testkit/breaks";
import { contractTests } from "@sync-strategies/state-store-testkit/contract";
import { breaksOf } from "@sync-strategies/state-store-testkit/find-breaks";
import { sharedContractTests } from "@sync-strategies/state-store-testkit/shared-contract";

/** A package, whatever its strategies span. */
export type AnyPackage = LoadedPackage<Strategy | SharedStrategy>;

/** A break, and the package whose source it changes. */
export interface PackageBreak extends Omit<Break, "strategy"> {
  readonly package: AnyPackage;
  /** The strategy that is broken. */
  readonly strategy: Strategy | SharedStrategy;
  /** Its name on the command line: `mutex/released-before-the-await`. */
  readonly name: string;
}

/**
 * @throws {CommandError} if a break names a test of the contract, or a scenario, that does not
 *   exist.
 */
export async function findBreaks(packages: readonly AnyPackage[]): Promise<PackageBreak[]> {
  const found = await Promise.all(
    packages.map(async (each) => {
      const breaks = await breaksOf(each.path);
      return breaks.map((one) => packageBreak(each, one));
    }),
  );
  return found.flat();
}

function packageBreak(from: AnyPackage, one: Break): PackageBreak {
  const { strategy: id = from.strategies[0]?.id } = one;
  const strategy = from.strategies.find((each) => each.id === id);
  if (strategy === undefined) throw failed(`${from.folder} exports no strategy ${id ?? ""}`.trim());
  const name = `${strategy.id}/${one.id}`;
  assertBreak(one, strategy, name);
  return { ...one, package: from, strategy, name };
}

function assertBreak(
  { caughtBy, mayBeCaughtBy = [], schedule }: Break,
  strategy: Strategy | SharedStrategy,
  name: string,
): void {
  const known = isShared(strategy) ? [...contractTests, ...sharedContractTests] : contractTests;
  const tests = known.map((test) => test.name);
  const unknown = [...caughtBy, ...mayBeCaughtBy].find((test) => !tests.includes(test));
  if (unknown !== undefined) {
    const hint = suggestionOrList(unknown, tests);
    throw failed(`${name}: no test of the contract is called "${unknown}"${hint}`);
  }
  if (caughtBy.length === 0) throw failed(`${name} names no test`);
  const ids = scenarios.map(({ id }) => id);
  if (!("none" in schedule) && !ids.includes(schedule.scenario)) {
    const hint = suggestionOrList(schedule.scenario, ids);
    throw failed(`${name}: there is no scenario "${schedule.scenario}"${hint}`);
  }
}

function failed(problem: string): CommandError {
  return new CommandError(ExitCode.failed, problem);
}

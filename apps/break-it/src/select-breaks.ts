/** Finds the breaks that were named on the command line. */
import { suggestion } from "../command.ts";
import { CommandError, ExitCode } from "../exit-codes.ts";
import type { StrategyPackage } from "../strategy-packages.ts";
import { breaksFile, type PackageBreak } from "./find-breaks.ts";

/**
 * A break is named as `mutex/ticket-kept`. A strategy's id, or its package's folder, stands for
 * all of its breaks. Each break comes once, in the order typed.
 *
 * @throws {CommandError} if a name stands for nothing.
 */
export function selectBreaks(
  names: readonly string[],
  packages: readonly StrategyPackage[],
  breaks: readonly PackageBreak[],
): PackageBreak[] {
  return [...new Set(names.flatMap((name) => breaksNamed(name, packages, breaks)))];
}

function breaksNamed(
  name: string,
  packages: readonly StrategyPackage[],
  breaks: readonly PackageBreak[],
): readonly PackageBreak[] {
  const strategy = packages.find((each) => each.strategy.id === name || each.name === name);
  const named = breaks.filter(
    (each) =>
      each.package === strategy || each.name === name || `${each.package.name}/${each.id}` === name,
  );
  if (named.length > 0) return named;
  if (strategy !== undefined) {
    const file = `${strategy.folder}/${breaksFile}`;
    throw wrongInput(`the strategy ${name} has no breaks; they would stand in ${file}`);
  }
  const sameId = breaks.filter(({ id }) => id === name).map((each) => `"${each.name}"`);
  if (sameId.length > 0) {
    throw wrongInput(`unknown break "${name}"; did you mean ${sameId.join(" or ")}?`);
  }
  const known = [...breaks.map((each) => each.name), ...packages.map((each) => each.strategy.id)];
  throw wrongInput(`unknown break "${name}"${suggestion(name, known)}`);
}

function wrongInput(problem: string): CommandError {
  return new CommandError(ExitCode.wrongInput, problem);
}

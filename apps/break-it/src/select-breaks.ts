/** Finds the breaks that were named on the command line. */
import { suggestionOrList, wrongInput } from "@sync-strategies/command-kit";
import { breaksFile } from "@sync-strategies/state-store-testkit/find-breaks";
import type { AnyPackage, PackageBreak } from "./find-breaks.ts";

/**
 * A break is named as `mutex/ticket-kept`. A strategy's id, or its package's folder, means all of
 * its breaks. Each break is selected once, in the order typed.
 *
 * @throws {CommandError} if a name means nothing.
 */
export function selectBreaks(
  names: readonly string[],
  packages: readonly AnyPackage[],
  breaks: readonly PackageBreak[],
): PackageBreak[] {
  return [...new Set(names.flatMap((name) => breaksNamed(name, packages, breaks)))];
}

function breaksNamed(
  name: string,
  packages: readonly AnyPackage[],
  breaks: readonly PackageBreak[],
): readonly PackageBreak[] {
  const from = packages.find(
    (each) => each.name === name || each.strategies.some(({ id }) => id === name),
  );
  const named = breaks.filter(
    (each) =>
      each.package === from || each.name === name || `${each.package.name}/${each.id}` === name,
  );
  if (named.length > 0) return named;
  if (from !== undefined) {
    throw wrongInput(`the strategy ${name} has no breaks; ${from.folder}/${breaksFile} is missing`);
  }
  const sameId = breaks.filter(({ id }) => id === name).map((each) => `"${each.name}"`);
  if (sameId.length > 0) {
    throw wrongInput(`unknown break "${name}"; did you mean ${sameId.join(" or ")}?`);
  }
  const known = [...breaks.map((each) => each.name), ...breaks.map(({ strategy }) => strategy.id)];
  throw wrongInput(`unknown break "${name}"${suggestionOrList(name, [...new Set(known)])}`);
}

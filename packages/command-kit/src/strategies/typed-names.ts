/** What a user may type for a strategy: an id, a package's folder, or the path of either or of a file. */
import { realpath } from "node:fs/promises";
import { userPath } from "../workspace.ts";
import type { StrategyPackage } from "./strategy-packages.ts";

/** Whether a name is a path. */
export function isPath(name: string): boolean {
  return /[\\/]/.test(name) || /\.[cm]?[jt]s$/.test(name);
}

/**
 * The same names without synonyms: a path to a package of the repository, or to the module that it
 * exports, becomes the name of its folder, and a file is named once.
 */
export async function withoutSynonyms(
  names: readonly string[],
  packages: readonly StrategyPackage[],
): Promise<string[]> {
  const packageAt = new Map<string, string>();
  for (const { name, path, source, compiled } of packages) {
    for (const place of [path, source, compiled]) packageAt.set(await realPlace(place), name);
  }
  const named = new Map<string, string>();
  for (const name of names) {
    const place = isPath(name) ? await realPlace(userPath(name)) : name;
    const known = packageAt.get(place) ?? packages.find(({ folder }) => folder === name)?.name;
    if (known !== undefined) named.set(known, known);
    else if (!named.has(place)) named.set(place, name);
  }
  return [...named.values()];
}

/** The place without symbolic links, if there is anything. */
function realPlace(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}

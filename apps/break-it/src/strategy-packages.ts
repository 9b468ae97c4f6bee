/**
 * The packages that hold a strategy. A package is one if its package.json exports `./strategy`;
 * no list names them.
 */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Strategy } from "@sync-strategies/state-store";

/** The repository's root folder. */
export const repositoryRoot = fileURLToPath(new URL("../../../", import.meta.url));

export interface StrategyPackage {
  /** Its folder, seen from the repository's root: `packages/mutex-store`. */
  readonly folder: string;
  /** Where that folder is. */
  readonly path: string;
  /** Its name without the scope, which is the folder's: `mutex-store`. */
  readonly name: string;
  /** The source of its `./strategy`, seen from its folder. */
  readonly strategyFile: string;
  /** The strategy; the first one, if it exports several. */
  readonly strategy: Strategy;
}

/** All of a group of packages, in the order of their names, the control last. */
export async function findStrategyPackages(
  root = repositoryRoot,
  group = "packages",
): Promise<StrategyPackage[]> {
  const names = (await readdir(join(root, group))).toSorted();
  const found = await Promise.all(names.map((name) => strategyPackage(root, group, name)));
  const packages = found.filter((each) => each !== undefined);
  const isControl = ({ strategy }: StrategyPackage): boolean => strategy.traits.control;
  return [...packages.filter((each) => !isControl(each)), ...packages.filter(isControl)];
}

async function strategyPackage(
  root: string,
  group: string,
  name: string,
): Promise<StrategyPackage | undefined> {
  const folder = `${group}/${name}`;
  const path = join(root, folder);
  const strategyFile = await exportedSource(path, "./strategy");
  if (strategyFile === undefined) return undefined;
  const url = pathToFileURL(join(path, strategyFile)).href;
  const module: { default: Strategy | readonly [Strategy] } = await import(url);
  const strategy = Array.isArray(module.default) ? module.default[0] : module.default;
  return { folder, path, name, strategyFile, strategy };
}

/** The source file that a package exports under this name; undefined if it exports none. */
async function exportedSource(folder: string, name: string): Promise<string | undefined> {
  let manifest: { exports?: Record<string, { "@sync-strategies/source"?: string }> };
  try {
    manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  } catch {
    return undefined;
  }
  return manifest.exports?.[name]?.["@sync-strategies/source"];
}

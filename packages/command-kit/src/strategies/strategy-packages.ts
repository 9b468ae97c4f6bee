/**
 * The packages that hold a strategy. A package is one if its package.json exports `./strategy`;
 * there is no list of them.
 */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isShared, type SharedStrategy, type Strategy } from "@sync-strategies/state-store";
import { loadStrategies } from "../in-child/load-strategies.ts";
import { workspaceRoot } from "../workspace.ts";
import { exportedFile } from "./manifest.ts";

export interface StrategyPackage {
  /** From the repository's root: `packages/mutex-store`. */
  readonly folder: string;
  /** The folder's absolute path. */
  readonly path: string;
  /** The folder's name, which is the package's without its scope: `mutex-store`. */
  readonly name: string;
  /** The absolute path of the source of its `./strategy`. */
  readonly source: string;
  /** The absolute path of the same, compiled; the file exists once the package is built. */
  readonly compiled: string;
}

/**
 * All strategy packages of a group of packages, by name.
 *
 * @param group the folder that holds the packages' folders.
 */
export async function findStrategyPackages(
  root = workspaceRoot,
  group = "packages",
): Promise<StrategyPackage[]> {
  const names = (await readdir(join(root, group))).toSorted();
  const found = await Promise.all(names.map((name) => strategyPackage(root, group, name)));
  return found.filter((each) => each !== undefined);
}

async function strategyPackage(
  root: string,
  group: string,
  name: string,
): Promise<StrategyPackage | undefined> {
  const path = join(root, group, name);
  const source = await exportedFile(path, "./strategy", "@sync-strategies/source");
  const compiled = await exportedFile(path, "./strategy", "default");
  if (source === undefined || compiled === undefined) return undefined;
  return { folder: `${group}/${name}`, path, name, source, compiled };
}

/** A package together with strategies that its `./strategy` exports, at least one. */
export interface LoadedPackage<
  Kind extends Strategy | SharedStrategy = Strategy,
> extends StrategyPackage {
  readonly strategies: readonly Kind[];
}

/**
 * Loads the sources of those packages that have strategies of one event loop into this process, the
 * controls last. Only for a process that runs TypeScript, and only for packages of this repository:
 * a module may do anything when imported.
 */
export function loadStrategyPackages(
  packages: readonly StrategyPackage[],
): Promise<LoadedPackage[]> {
  return loadPackages(packages, isPlain);
}

/** The same for those that have strategies whose state members share, of any span. */
export function loadSharedPackages(
  packages: readonly StrategyPackage[],
): Promise<LoadedPackage<SharedStrategy>[]> {
  return loadPackages(packages, isShared);
}

function isPlain(strategy: Strategy | SharedStrategy): strategy is Strategy {
  return !isShared(strategy);
}

async function loadPackages<Kind extends Strategy | SharedStrategy>(
  packages: readonly StrategyPackage[],
  isMeant: (strategy: Strategy | SharedStrategy) => strategy is Kind,
): Promise<LoadedPackage<Kind>[]> {
  const loaded = await Promise.all(
    packages.map(async (each) => {
      const strategies = await loadStrategies(pathToFileURL(each.source).href);
      return { ...each, strategies: strategies.filter(isMeant) };
    }),
  );
  return controlsLast(
    loaded.filter(({ strategies }) => strategies.length > 0),
    ({ strategies }) => strategies.every(({ traits }) => traits.control),
  );
}

/** The same items, those that are controls at the end. */
export function controlsLast<Item>(
  items: readonly Item[],
  isControl: (item: Item) => boolean,
): Item[] {
  return [...items.filter((item) => !isControl(item)), ...items.filter(isControl)];
}

/**
 * The strategies of one event loop, as two modules: what each says about itself, for the page, and
 * how each is loaded, for the worker. They are found as `pnpm compare` finds them, so a new one
 * needs no entry here.
 */
import type { LoadedPackage } from "@sync-strategies/command-kit/strategies";
import type { Plugin } from "vite";
import { virtualModules } from "./virtual-modules.ts";

export interface StrategyEntry {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly reply?: string | undefined;
  readonly caveat?: string | undefined;
  readonly traits: LoadedPackage["strategies"][number]["traits"];
  /** From the repository's root: `packages/mutex-store`. */
  readonly folder: string;
}

export function strategyModules(packages: readonly LoadedPackage[]): Plugin {
  return virtualModules("strategies", {
    "virtual:strategies": () => `export default ${JSON.stringify(entriesOf(packages))};`,
    "virtual:strategy-loaders": () => {
      const loaders = packages.flatMap(({ source, strategies }) =>
        strategies.map(({ id }) => `${JSON.stringify(id)}: ${loaderOf(source, id)}`),
      );
      return `export default {\n${loaders.join(",\n")}\n};`;
    },
  });
}

export function entriesOf(packages: readonly LoadedPackage[]): StrategyEntry[] {
  return packages.flatMap(({ folder, strategies }) =>
    strategies.map(({ id, title, summary, reply, caveat, traits }) => ({
      id,
      title,
      summary,
      reply,
      caveat,
      traits,
      folder,
    })),
  );
}

/** Code of a function that loads a strategy from the module that exports it. */
export function loaderOf(moduleId: string, strategyId: string): string {
  const found = `[module.default].flat().find(({ id }) => id === ${JSON.stringify(strategyId)})`;
  return `() => import(${JSON.stringify(moduleId)}).then((module) => ${found})`;
}

/** The packages that export `./strategy`, and what each of them exports. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Strategy } from "@sync-strategies/state-store";
import { root } from "../repository.ts";

export interface PackagedStrategy {
  readonly strategy: Strategy;
  /** The package's folder, from the repository's root. */
  readonly folder: string;
}

/** Every strategy of the repository, in the order of their folders, the control last. */
export async function packagedStrategies(): Promise<PackagedStrategy[]> {
  const found: PackagedStrategy[] = [];
  for (const name of readdirSync(join(root, "packages")).toSorted()) {
    const folder = `packages/${name}`;
    const source = sourceOf(folder);
    if (source === undefined) continue;
    const module: { default: Strategy | readonly Strategy[] } = await import(
      pathToFileURL(join(root, folder, source)).href
    );
    for (const strategy of [module.default].flat()) found.push({ strategy, folder });
  }
  return [
    ...found.filter(({ strategy }) => !strategy.traits.control),
    ...found.filter(({ strategy }) => strategy.traits.control),
  ];
}

/** The source of what a package exports as `./strategy`. */
function sourceOf(folder: string): string | undefined {
  const file = join(root, folder, "package.json");
  if (!existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, "utf8")).exports?.["./strategy"]?.[
    "@sync-strategies/source"
  ];
}

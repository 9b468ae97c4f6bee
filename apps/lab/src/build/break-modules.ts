/**
 * The breaks that the strategies' packages keep in `test/breaks.ts`, as two modules: what each
 * changes, with the source around it, and how the strategy is loaded with that break in it.
 *
 * A broken strategy is the package's own sources under another name: each of its modules has the
 * break's name as a query, which its imports of files of the same package inherit. The broken line
 * is replaced as its file is read.
 */
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import type { LoadedPackage } from "@sync-strategies/command-kit/strategies";
import type { Break } from "@sync-strategies/state-store-testkit/breaks";
import {
  applyBreak,
  breaksOf,
  lineNumberOf,
} from "@sync-strategies/state-store-testkit/find-breaks";
import type { Plugin } from "vite";
import { loaderOf } from "./strategy-modules.ts";
import { virtualModules } from "./virtual-modules.ts";

export interface BreakEntry extends Omit<Break, "strategy"> {
  /** As on the command line: `mutex/ticket-kept`. */
  readonly name: string;
  readonly strategyId: string;
  /** Its line in the file, from 1. */
  readonly lineNumber: number;
}

export interface BreaksModule {
  readonly breaks: readonly BreakEntry[];
  /** The text of each file that a break changes, by the package's strategy and the file's path. */
  readonly sources: Readonly<Record<string, string>>;
}

/** A break, and the package whose source it changes. */
interface PackageBreak {
  readonly entry: BreakEntry;
  readonly from: LoadedPackage;
}

export async function breakModules(packages: readonly LoadedPackage[]): Promise<Plugin[]> {
  const breaks = (await Promise.all(packages.map(packageBreaks))).flat();
  return [
    virtualModules("breaks", {
      "virtual:breaks": () => `export default ${JSON.stringify(dataOf(breaks))};`,
      "virtual:broken-strategies": () => {
        const loaders = breaks.map(({ entry: { name, strategyId }, from }) => {
          const loader = loaderOf(brokenModule(from.source, name), strategyId);
          return `${JSON.stringify(name)}: ${loader}`;
        });
        return `export default {\n${loaders.join(",\n")}\n};`;
      },
    }),
    breaksApplied(breaks),
  ];
}

async function packageBreaks(from: LoadedPackage): Promise<PackageBreak[]> {
  const breaks = await breaksOf(from.path);
  return breaks.map((each) => {
    const { strategy: strategyId = from.strategies[0]!.id, ...change } = each;
    const source = readFileSync(join(from.path, each.file), "utf8");
    const lineNumber = lineNumberOf(source, each);
    return { from, entry: { ...change, name: `${strategyId}/${each.id}`, strategyId, lineNumber } };
  });
}

function dataOf(breaks: readonly PackageBreak[]): BreaksModule {
  return {
    breaks: breaks.map(({ entry }) => entry),
    sources: Object.fromEntries(
      breaks.map(({ entry: { strategyId, file }, from }) => [
        `${strategyId}/${file}`,
        readFileSync(join(from.path, file), "utf8"),
      ]),
    ),
  };
}

/** The module id of a file with a break in it. It ends as its language does. */
function brokenModule(path: string, breakName: string): string {
  return `${path}${QUERY}${breakName}${ENDING}`;
}

const QUERY = "?break=";
const ENDING = "&.ts";

function breaksApplied(breaks: readonly PackageBreak[]): Plugin {
  const breakOf = (id: string): PackageBreak | undefined => {
    const [, name] = id.split(QUERY);
    return breaks.find((each) => name === each.entry.name + ENDING);
  };
  return {
    name: "breaks-applied",
    enforce: "pre",
    resolveId(specifier, importer) {
      if (specifier.includes(QUERY)) return specifier;
      if (importer === undefined || !specifier.startsWith(".")) return undefined;
      const change = breakOf(importer);
      if (change === undefined) return undefined;
      const [importerPath = ""] = importer.split(QUERY);
      const path = resolve(dirname(importerPath), specifier);
      const isOwn = path.startsWith(change.from.path + sep);
      return isOwn ? brokenModule(path, change.entry.name) : undefined;
    },
    async load(id) {
      const change = breakOf(id);
      if (change === undefined) return undefined;
      const [path = ""] = id.split(QUERY);
      const source = await readFile(path, "utf8");
      const isBroken = path === join(change.from.path, change.entry.file);
      return { code: isBroken ? applyBreak(source, change.entry) : source, moduleType: "ts" };
    },
  };
}

/**
 * Finds the libraries: the repository's own modules in `primitives/`, and those in
 * `peers/primitives/`, once the peers are installed.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { workspaceRoot } from "@sync-strategies/command-kit";
import { requireForBundles } from "@sync-strategies/command-kit/strategies";
import { build } from "esbuild";
import type { Primitives } from "@sync-strategies/primitives";

export interface Library {
  readonly primitives: Primitives;
  readonly moduleUrl: string;
}

/** The order of rows: this repository's first. */
const own = [
  "channels",
  "actor",
  "unchecked-lock",
  "fair-lock",
  "async-mutex-semaphore",
  "async-mutex",
  "hand-over",
] as const;

export async function findLibraries(): Promise<Library[]> {
  const urls = [
    ...own.map((name) => new URL(`primitives/${name}.js`, import.meta.url).href),
    ...(await peerModules()),
  ];
  return Promise.all(
    urls.map(async (moduleUrl) => ({ moduleUrl, primitives: await loadPrimitives(moduleUrl) })),
  );
}

/** @throws {TypeError} if the module's default export is not a `Primitives`. */
export async function loadPrimitives(moduleUrl: string): Promise<Primitives> {
  const module: { default?: unknown } = await import(moduleUrl);
  if (!isPrimitives(module.default)) {
    throw new TypeError(`${moduleUrl} has no default export with an id`);
  }
  return module.default;
}

function isPrimitives(exported: unknown): exported is Primitives {
  return (
    typeof exported === "object" &&
    exported !== null &&
    "id" in exported &&
    typeof exported.id === "string"
  );
}

/** Bundles each of the peers' modules with its library, as compare does with a strategy's file. */
async function peerModules(): Promise<string[]> {
  const peers = join(workspaceRoot, "peers");
  const [sources, libraries] = [join(peers, "primitives"), join(peers, "node_modules")];
  if (!existsSync(sources) || !existsSync(libraries)) return [];
  const names = readdirSync(sources).filter((name) => name.endsWith(".ts"));
  const outdir = join(libraries, ".bench");
  await build({
    entryPoints: names.toSorted().map((name) => join(sources, name)),
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    banner: requireForBundles,
    logLevel: "silent",
  });
  return names.map((name) => pathToFileURL(join(outdir, name.replace(/\.ts$/, ".mjs"))).href);
}

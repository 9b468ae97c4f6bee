/**
 * Bundles a strategy's TypeScript file, once and before any trial, so that plain Node can run it.
 *
 * esbuild's `keepNames` is off: it wraps every closure, which would be measured as the strategy's
 * own cost. The packages of this repository stay outside the bundle, so that the strategy and the
 * trial share one copy of them.
 */
import { isBuiltin } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build as bundle, type Plugin } from "esbuild";
import { exportedFile } from "./manifest.ts";
import { userPath, workspaceRoot } from "../workspace.ts";
import { requireForBundles } from "./require-for-bundles.ts";
import { externalStateWorkspace } from "./separate-workspaces.ts";

/**
 * What becomes of the packages that a strategy imports. `left-to-node` is for those that have native
 * parts: Node loads them from where they are.
 */
export type Packages = "bundled" | "left-to-node";

/** Bundles the file, and resolves to the module's source. */
export async function bundleStrategy(path: string, packages: Packages): Promise<string> {
  const folder = userPath(".");
  const isLeft = packages === "left-to-node";
  const { outputFiles } = await bundle({
    // A path with brackets or a star would be taken for a pattern, so a plugin gives it.
    entryPoints: ["strategy"],
    // esbuild names places in the sources relative to here.
    absWorkingDir: folder,
    outdir: folder,
    // Written by us, so that a full disk is not taken for a fault of the strategy.
    write: false,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    sourcemap: "external",
    logLevel: "silent",
    plugins: [entryPoint(path), workspacePackages, ...(isLeft ? [packagesInPlace] : [])],
    // Node knows nothing of esbuild's own condition "module", which an empty list leaves out.
    ...(isLeft && { conditions: [] }),
    banner: requireForBundles,
  });
  const map = outputFiles.find((file) => file.path.endsWith(".map"));
  const module = outputFiles.find((file) => file !== map);
  if (module === undefined || map === undefined) throw new Error("esbuild made no bundle");
  return module.text + sourceMapComment(map.text, folder);
}

/**
 * The source map in a comment. Its sources are URLs, where esbuild has paths: a path with a `%` or
 * a `#` would be read as another one.
 *
 * @param folder what esbuild's paths are relative to.
 */
function sourceMapComment(text: string, folder: string): string {
  const map = JSON.parse(text) as { sources: string[] };
  map.sources = map.sources.map((source) => pathToFileURL(resolve(folder, source)).href);
  const encoded = Buffer.from(JSON.stringify(map)).toString("base64");
  return `//# sourceMappingURL=data:application/json;base64,${encoded}\n`;
}

/** Makes this file the bundle's entry point. */
function entryPoint(path: string): Plugin {
  return {
    name: "entry-point",
    setup(build) {
      build.onResolve({ filter: /^strategy$/ }, ({ kind }) =>
        kind === "entry-point" ? { path } : undefined,
      );
    },
  };
}

/** Resolves `@sync-strategies/<folder>` to this repository's compiled package. */
const workspacePackages: Plugin = {
  name: "workspace-packages",
  setup(build) {
    build.onResolve({ filter: /^@sync-strategies\// }, async ({ path }) => {
      const [, folder = "", ...rest] = path.split("/");
      const target = await exportedFile(
        join(workspaceRoot, "packages", folder),
        rest.length === 0 ? "." : `./${rest.join("/")}`,
        "default",
      );
      if (target !== undefined) return { path: pathToFileURL(target).href, external: true };
      return { errors: [{ text: `this repository has no package that exports "${path}"` }] };
    });
  },
};

/**
 * Lets Node load each package, from where the importing file finds it, otherwise from among those
 * of external state: a file of the user's need not install a service's client.
 */
const packagesInPlace: Plugin = {
  name: "packages-in-place",
  setup(build) {
    // Only names of packages: no paths, and nothing that has been resolved here already.
    build.onResolve({ filter: /^[^./]/ }, async ({ path, kind, pluginData, ...place }) => {
      if (kind === "entry-point" || isBuiltin(path) || pluginData === IN_PLACE) return undefined;
      const request = { ...place, kind, pluginData: IN_PLACE };
      const own = await build.resolve(path, request);
      const { folder } = externalStateWorkspace;
      const ours =
        own.errors.length > 0 ? await build.resolve(path, { ...request, resolveDir: folder }) : own;
      // What neither has is missing where the file is.
      const found = ours.errors.length > 0 ? own : ours;
      if (found.errors.length > 0 || found.external) return found;
      // What is required is found by its path, what is imported by its URL.
      const isRequired = kind === "require-call" || kind === "require-resolve";
      return { path: isRequired ? found.path : pathToFileURL(found.path).href, external: true };
    });
  },
};

const IN_PLACE = Symbol("resolved by packages-in-place");

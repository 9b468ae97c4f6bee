/**
 * Bundles a strategy's TypeScript file, once and before any trial, so that plain Node can run it.
 *
 * esbuild's `keepNames` is off: it wraps every closure, which would be measured as the strategy's
 * own cost. The packages of this repository stay outside the bundle, so that the strategy and the
 * trial share one copy of them.
 */
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build as bundle, type Plugin } from "esbuild";
import { exportedFile } from "./manifest.ts";
import { userPath, workspaceRoot } from "../workspace.ts";
import { requireForBundles } from "./require-for-bundles.ts";

/** Bundles the file, and resolves to the module's source. */
export async function bundleStrategy(path: string): Promise<string> {
  const folder = userPath(".");
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
    plugins: [entryPoint(path), workspacePackages],
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

/**
 * Makes a strategy's TypeScript file runnable by plain Node: bundled once, before any trial.
 *
 * No `keepNames`: it wraps every closure, which would be measured as the strategy's own cost.
 * The project's packages stay outside the bundle, so that the strategy and the trial share one
 * copy of them.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build as bundle, type Plugin } from "esbuild";
import { userPath, workspaceRoot } from "../workspace.ts";

/** Bundles the file into the folder and returns the module's URL. */
export async function bundleStrategy(path: string, folder: string, name: string): Promise<string> {
  const outfile = join(folder, `${name}.mjs`);
  await bundle({
    entryPoints: [path],
    // esbuild names places in the sources relative to here.
    absWorkingDir: userPath("."),
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    sourcemap: "inline",
    logLevel: "silent",
    plugins: [workspacePackages],
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
  });
  return pathToFileURL(outfile).href;
}

/** Resolves `@sync-strategies/<folder>` to this repository's compiled package. */
const workspacePackages: Plugin = {
  name: "workspace-packages",
  setup(build) {
    build.onResolve({ filter: /^@sync-strategies\// }, async ({ path }) => {
      const [, folder = "", ...rest] = path.split("/");
      const target = await exportedFile(join(workspaceRoot, "packages", folder), rest.join("/"));
      if (target !== undefined) return { path: pathToFileURL(target).href, external: true };
      return { errors: [{ text: `this repository has no package that exports "${path}"` }] };
    });
  },
};

/** The compiled file that a package exports under a name, `""` being the package itself. */
export async function exportedFile(folder: string, name: string): Promise<string | undefined> {
  try {
    const manifest: unknown = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const entry = property(property(manifest, "exports"), name === "" ? "." : `./${name}`);
    const file = typeof entry === "string" ? entry : property(entry, "default");
    return typeof file === "string" ? join(folder, file) : undefined;
  } catch {
    return undefined;
  }
}

function property(object: unknown, name: string): unknown {
  if (typeof object !== "object" || object === null) return undefined;
  return Object.getOwnPropertyDescriptor(object, name)?.value;
}

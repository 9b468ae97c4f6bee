import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** The repository's root folder, seen from the compiled file. */
const root = fileURLToPath(new URL("../../../", import.meta.url));

/** The compiled command that runs comparisons. */
export const compareCommand = join(root, "apps/compare/dist/main.js");

/** The modules of the repository's strategies: every package that exports `./strategy`. */
export function strategyModules(): string[] {
  const packages = join(root, "packages");
  return readdirSync(packages)
    .toSorted()
    .flatMap((folder) => {
      const manifest = join(packages, folder, "package.json");
      if (!existsSync(manifest)) return [];
      const { exports = {} } = JSON.parse(readFileSync(manifest, "utf8")) as {
        exports?: Record<string, { default?: string }>;
      };
      const file = exports["./strategy"]?.default;
      return file === undefined ? [] : [pathToFileURL(join(packages, folder, file)).href];
    });
}

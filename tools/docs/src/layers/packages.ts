/** The packages of the repository, and what each imports. */
import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { importsIn } from "./imports.ts";

export interface Package {
  /** From the root: `packages/locks`. */
  readonly folder: string;
  readonly name: string;
  /** The names of the packages that its package.json depends on. */
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
  readonly isStrategy: boolean;
  readonly imports: readonly FileImport[];
}

export interface FileImport {
  /** The importing file, from the root. */
  readonly file: string;
  /** Whether the file is part of what the package is, and not of its tests or measurements. */
  readonly isSource: boolean;
  /** As written: `./locks.ts`, `@sync-strategies/locks`. */
  readonly specifier: string;
  /** The imported file, from the root, if the specifier is a path. */
  readonly target: string | undefined;
}

/** @param files all files of the repository, from the root. */
export function readPackages(root: string, files: readonly string[]): Package[] {
  return files
    .filter((file) => /(?:^|\/)package\.json$/.test(file) && file !== "package.json")
    .map((file) => readPackage(root, posix.dirname(file), files));
}

function readPackage(root: string, folder: string, files: readonly string[]): Package {
  const manifest: {
    name: string;
    exports?: Record<string, unknown>;
    dependencies?: Record<string, string>;
    devDependencies?: Record<string, string>;
  } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
  const own = files.filter((file) => file.startsWith(`${folder}/`) && /\.m?ts$/.test(file));
  return {
    folder,
    name: manifest.name,
    dependencies: Object.keys(manifest.dependencies ?? {}),
    devDependencies: Object.keys(manifest.devDependencies ?? {}),
    isStrategy: "./strategy" in (manifest.exports ?? {}),
    imports: own.flatMap((file) => importsOf(root, folder, file)),
  };
}

function importsOf(root: string, folder: string, file: string): FileImport[] {
  const isSource = !/^(?:test|bench|examples)\/|^example\.ts$|^vitest\./.test(
    file.slice(folder.length + 1),
  );
  return importsIn(readFileSync(join(root, file), "utf8")).map((specifier) => {
    const path = specifier.startsWith(".") ? posix.join(posix.dirname(file), specifier) : undefined;
    const target = path !== undefined && existsSync(join(root, path)) ? path : undefined;
    return { file, isSource, specifier, target };
  });
}

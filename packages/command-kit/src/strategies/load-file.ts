/** A strategy in a file: bundled if it is TypeScript, then described by a child process. */
import { readdir, stat, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { CommandError, wrongInput } from "../command-error.ts";
import { ExitCode } from "../exit-codes.ts";
import { messageOf, stackOf } from "../message-of.ts";
import { suggestion } from "../nearest-name.ts";
import { noTemporaryFiles } from "../scratch-folder.ts";
import { bundleStrategy, type Packages } from "./bundle.ts";
import { describeModules } from "./describe-modules.ts";
import type { StrategySource } from "./strategy-source.ts";

/** @throws {CommandError} if the path leads to no file that could be a strategy's. */
export async function assertStrategyFile(path: string, name: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) {
    throw wrongInput(`${name}: there is no such file${await fileLike(path)}`);
  }
  if (found.isDirectory()) {
    throw wrongInput(`${name}: this folder is no strategy package of the repository; name a file`);
  }
  if (!extensions.has(extname(path))) {
    throw wrongInput(`${name}: a strategy is a .ts or .js file`);
  }
}

const extensions: ReadonlySet<string> = new Set([".ts", ".mts", ".cts", ".js", ".mjs", ".cjs"]);

/** The name nearest to the path's last part, among those in its folder. */
async function fileLike(path: string): Promise<string> {
  const names = await readdir(dirname(path)).catch(() => []);
  return suggestion(
    basename(path),
    names.filter((name) => extensions.has(extname(name))),
  );
}

export interface LoadOptions {
  /** A folder for the bundle. */
  readonly scratch: string;
  /** Interrupts it; the promise then rejects with the signal's reason. */
  readonly signal: AbortSignal;
  /** What becomes of the packages that it imports; a JavaScript file is never bundled. */
  readonly packages: Packages;
}

/**
 * The strategies that a file exports.
 *
 * @param name what the user calls the file, for messages.
 * @throws {CommandError} if it is no module of strategies, or does not compile.
 */
export async function loadStrategyFile(
  path: string,
  name: string,
  { scratch, signal, packages }: LoadOptions,
): Promise<readonly StrategySource[]> {
  const moduleUrl = extname(path).endsWith("ts")
    ? await bundleFile(path, name, scratch, packages)
    : pathToFileURL(path).href;
  const [described] = await describeModules([{ moduleUrl, origin: name }], { signal });
  if (described?.problem !== undefined) throw described.problem;
  return described?.strategies ?? [];
}

/**
 * Bundles a TypeScript file that plain Node can then import, and resolves to the module's URL.
 *
 * @param name what the user calls the file, for messages.
 * @param scratch a folder for the bundle.
 * @throws {CommandError} if it does not compile.
 */
export async function bundleFile(
  path: string,
  name: string,
  scratch: string,
  packages: Packages,
): Promise<string> {
  let bundle: string;
  try {
    bundle = await bundleStrategy(path, packages);
  } catch (error) {
    throw notBundled(name, error);
  }
  const file = join(scratch, `strategy-${++bundles}.mjs`);
  try {
    await writeFile(file, bundle);
  } catch (error) {
    throw noTemporaryFiles(error);
  }
  return pathToFileURL(file).href;
}

/** How many bundles there are, for their names. */
let bundles = 0;

/** Only what esbuild lists is wrong with the file; anything else kept esbuild from reading it. */
function notBundled(name: string, error: unknown): CommandError {
  const details = stackOf(error);
  const [first]: { text: string; location?: { file: string; line: number } | null }[] =
    error instanceof Error && "errors" in error && Array.isArray(error.errors) ? error.errors : [];
  if (first === undefined) {
    const line = `${name}: esbuild, which compiles it, failed: ${messageOf(error)}`;
    return new CommandError(ExitCode.failed, line, details);
  }
  const place = first.location ? ` (${first.location.file}:${first.location.line})` : "";
  return wrongInput(`${name}: it does not compile: ${first.text}${place}`, details);
}

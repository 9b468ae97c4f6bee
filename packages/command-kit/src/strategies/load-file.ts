/** A strategy in a file: bundled if it is TypeScript, then described by a child process. */
import { access } from "node:fs/promises";
import { extname } from "node:path";
import { pathToFileURL } from "node:url";
import { wrongInput } from "../command-error.ts";
import { messageOf } from "../message-of.ts";
import { bundleStrategy } from "./bundle.ts";
import { describeModules } from "./describe-modules.ts";
import type { StrategySource } from "./strategy-source.ts";

/**
 * The strategies that a file exports.
 *
 * @param scratch a folder for the bundle.
 * @param name what the user calls the file, for messages.
 * @throws {CommandError} if the file is missing, is no module of strategies, or does not compile.
 */
export async function loadStrategyFile(
  path: string,
  scratch: string,
  name: string,
): Promise<StrategySource[]> {
  try {
    await access(path);
  } catch {
    throw wrongInput(`${name}: there is no such file`);
  }
  const kind = extname(path);
  if (![".ts", ".mts", ".cts", ".js", ".mjs", ".cjs"].includes(kind)) {
    throw wrongInput(`${name}: a strategy is a .ts or .js file`);
  }
  if (!kind.endsWith("ts")) {
    return describeModules([{ moduleUrl: pathToFileURL(path).href, origin: name }]);
  }
  let moduleUrl: string;
  try {
    moduleUrl = await bundleStrategy(path, scratch, `strategy-${++bundles}`);
  } catch (error) {
    const details = error instanceof Error ? error.stack : undefined;
    throw wrongInput(`${name}: it does not compile: ${buildMessage(error)}`, details);
  }
  return describeModules([{ moduleUrl, origin: name }]);
}

/** How many bundles there are, for their names. */
let bundles = 0;

/** The first of esbuild's errors, with its place. */
function buildMessage(error: unknown): string {
  const [first]: { text: string; location?: { file: string; line: number } | null }[] =
    error instanceof Error && "errors" in error && Array.isArray(error.errors) ? error.errors : [];
  if (first === undefined) return messageOf(error);
  return first.location
    ? `${first.text} (${first.location.file}:${first.location.line})`
    : first.text;
}

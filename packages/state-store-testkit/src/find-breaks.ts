/** Reads the breaks that a package keeps. */
import { access } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Break } from "./breaks.ts";

export { applyBreak, diffOf, lineNumberOf } from "./apply-break.ts";

/** The program of the suite's threads, as TypeScript, to be compiled where a break is examined. */
export const memberProgramSource = new URL("../src/shared/member-program.ts", import.meta.url);

/** The file of a package's breaks, from its folder. */
export const breaksFile = "test/breaks.ts";

/** The breaks of the package in this folder, an absolute path; none if it has no such file. */
export async function breaksOf(packageFolder: string): Promise<readonly Break[]> {
  const path = join(packageFolder, breaksFile);
  try {
    await access(path);
  } catch {
    return [];
  }
  const module: { default: readonly Break[] } = await import(pathToFileURL(path).href);
  return module.default;
}

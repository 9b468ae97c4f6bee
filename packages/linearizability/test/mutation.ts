/** Changes a copy of the sources in one place, and tests whether that makes a difference. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect } from "vitest";
import { compareWithDefinition, type Draws } from "./agreement.ts";
import type { Library } from "./engine-case.ts";
import { casesOf } from "./engine-cases.ts";
import type { Mutant } from "./mutants/mutant.ts";

const sources = fileURLToPath(new URL("../src/", import.meta.url));

/** Fails unless histories of the mutant's case show a difference to the definition. */
export async function expectDifference(mutant: Mutant, draws: Draws): Promise<void> {
  await withMutant(mutant, (library) => {
    const { of, presentation } = mutant.shownBy;
    const engineCase = casesOf(library).find((one) => one.of === of);
    if (engineCase === undefined) throw new Error(`There is no case of ${of}.`);
    const { difference } = compareWithDefinition(engineCase, { ...draws, presentation }, library);
    expect(difference, "the first difference to the definition").toBeDefined();
  });
}

/** Calls `use` with the package as the mutant makes it. */
async function withMutant<Result>(
  mutant: Mutant,
  use: (library: Library) => Result,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "mutant-"));
  try {
    cpSync(sources, folder, { recursive: true });
    writeFileSync(join(folder, mutant.file), sourceOf(mutant));
    const { href } = pathToFileURL(join(folder, "index.ts"));
    return use((await import(/* @vite-ignore */ href)) as Library);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The mutant's file as it makes it.
 *
 * @throws {Error} if the text that it replaces is not there exactly once.
 */
export function sourceOf({ file, text, replacement }: Mutant): string {
  const source = readFileSync(join(sources, file), "utf8");
  const found = source.split(text).length - 1;
  if (found !== 1) {
    throw new Error(
      `src/${file} has this text ${found} times, not once, so that the mutant must be ` +
        `written anew: ${text}`,
    );
  }
  // A function, so that nothing in the replacement has a meaning.
  return source.replace(text, () => replacement);
}

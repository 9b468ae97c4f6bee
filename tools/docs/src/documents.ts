/**
 * Everything in the documents that is generated: the walk-throughs and their index, the trade-off
 * cards, the page of figures, and in all other Markdown files the table of situations and the blocks
 * of recorded output.
 *
 * Invariant: what is written depends on the repository's files only. Recorded output and figures
 * come from files too, and so do the fingerprints that say which code they belong to. So the check
 * measures nothing, and no page is written by hand.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { messageOf } from "@sync-strategies/command-kit";
import { CARDS_PAGE, renderCards } from "./cards/cards.ts";
import { FIGURES_PAGE, renderFiguresPage } from "./figures/figures-page.ts";
import { readMeasurements } from "./figures/measurements.ts";
import { changedSince, Code } from "./recorded/code-of-command.ts";
import { commandsShownIn, fillOutputBlocks } from "./recorded/output-blocks.ts";
import { readRecordings, unusedRecordings } from "./recorded/recordings.ts";
import { markdownPaths } from "./repository.ts";
import type { StrategyPackage } from "./strategy-packages.ts";
import { fillSituations } from "./situations-table.ts";
import { renderIndex } from "./walkthroughs/index-page.ts";
import { renderWalkthrough, WALKTHROUGHS_FOLDER } from "./walkthroughs/walkthrough.ts";

/** What the documents must be, compared with what they are. */
export interface DocumentsState {
  /** The texts of files that differ from what they must be, or are missing. */
  readonly outdated: ReadonlyMap<string, string>;
  /** Files that must not be there: pages and recordings of what is gone. */
  readonly leftOver: readonly string[];
  /** One line per recorded output or figure that only `--record` can repair. */
  readonly unrecorded: readonly string[];
}

/** @param packages the strategy packages of the repository. */
export async function examineDocuments(
  root: string,
  packages: readonly StrategyPackage[],
): Promise<DocumentsState> {
  const files = await generatedFiles(root, packages);
  const outdated = new Map([...files].filter(([path, text]) => text !== readIfThere(root, path)));
  const leftOver = readdirSync(join(root, WALKTHROUGHS_FOLDER))
    .map((name) => `${WALKTHROUGHS_FOLDER}/${name}`)
    .filter((path) => !files.has(path));
  const shown = commandsShown(files);
  const unused = unusedRecordings(root, [...shown.keys()]);
  const unrecorded = await findUnrecorded(root, new Code(packages, root), shown);
  return { outdated, leftOver: [...leftOver, ...unused], unrecorded };
}

/** Writes what is out of date and removes what is left over. Returns the paths. */
export function repairDocuments(root: string, { outdated, leftOver }: DocumentsState): string[] {
  for (const [path, text] of outdated) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  for (const path of leftOver) rmSync(join(root, path));
  return [...outdated.keys(), ...leftOver];
}

/** Commands whose output the documents show, each with the first document that does. */
export async function commandsToRecord(
  root: string,
  packages: readonly StrategyPackage[],
): Promise<ReadonlyMap<string, string>> {
  return commandsShown(await generatedFiles(root, packages));
}

/** The texts of all files that are generated, or have generated blocks, by their paths. */
async function generatedFiles(
  root: string,
  packages: readonly StrategyPackage[],
): Promise<ReadonlyMap<string, string>> {
  const measurements = readMeasurements(root);
  const pages = new Map<string, string>();
  for (const each of packages) pages.set(`${each.name}.md`, await renderWalkthrough(each));
  const strategies = packages.flatMap((each) =>
    each.strategies.map((strategy) => ({ strategy, folder: each.folder })),
  );
  const files = new Map<string, string>();
  for (const [name, text] of pages) files.set(`${WALKTHROUGHS_FOLDER}/${name}`, text);
  files.set(`${WALKTHROUGHS_FOLDER}/README.md`, renderIndex(pages));
  files.set(CARDS_PAGE, await renderCards(strategies, measurements));
  files.set(FIGURES_PAGE, renderFiguresPage(measurements));
  for (const path of markdownPaths(root)) {
    if (!files.has(path) && !path.startsWith(`${WALKTHROUGHS_FOLDER}/`)) {
      files.set(path, readFileSync(join(root, path), "utf8"));
    }
  }
  const recordings = readRecordings(root);
  for (const [path, text] of files) {
    try {
      files.set(path, fillOutputBlocks(fillSituations(text), recordings));
    } catch (error) {
      throw new Error(`${path}: ${messageOf(error)}`, { cause: error });
    }
  }
  return files;
}

function commandsShown(files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const shown = new Map<string, string>();
  for (const [path, text] of files) {
    for (const command of commandsShownIn(text)) {
      if (!shown.has(command)) shown.set(command, path);
    }
  }
  return shown;
}

async function findUnrecorded(
  root: string,
  code: Code,
  shown: ReadonlyMap<string, string>,
): Promise<string[]> {
  const problems: string[] = [];
  const recordings = readRecordings(root);
  for (const [command, path] of shown) {
    const recording = recordings.get(command);
    if (recording === undefined) {
      problems.push(`${path}: the output of \`${command}\` has never been recorded`);
      continue;
    }
    const changed = changedSince(recording.code, await code.ofCommand(command));
    if (changed.length > 0) {
      const names = changed.join(", ");
      problems.push(`${path}: the code of ${names} has changed since \`${command}\` was recorded`);
    }
  }
  for (const [workload, measured] of Object.entries(readMeasurements(root))) {
    const changed = changedSince(measured.code, await code.ofStrategies());
    if (changed.length > 0) {
      const names = changed.join(", ");
      problems.push(
        `${FIGURES_PAGE}: the code of ${names} has changed since ${workload} was measured`,
      );
    }
  }
  return problems;
}

function readIfThere(root: string, path: string): string | undefined {
  try {
    return readFileSync(join(root, path), "utf8");
  } catch {
    return undefined;
  }
}

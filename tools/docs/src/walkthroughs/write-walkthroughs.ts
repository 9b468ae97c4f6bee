/** All walk-throughs and the page that lists them: written, or held against what is there. */
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CommandError, ExitCode } from "../exit-codes.ts";
import type { StrategyPackage } from "../strategy-packages.ts";
import { renderWalkthrough, walkthroughsFolder } from "./walkthrough.ts";

/** What the folder must hold, by file names. */
async function renderAll(packages: readonly StrategyPackage[]): Promise<Map<string, string>> {
  const pages = await Promise.all(
    packages.map(async (each) => ({
      name: `${each.name}.md`,
      text: await renderWalkthrough(each),
    })),
  );
  const files = new Map(pages.map(({ name, text }) => [name, text]));
  return files.set("README.md", renderIndex(pages));
}

function renderIndex(pages: readonly { readonly name: string; readonly text: string }[]): string {
  const entries = pages.map(({ name, text }) => {
    const title = /^# (.*)$/m.exec(text)?.[1] ?? name;
    return `- [${title}](${name})`;
  });
  return [
    "<!-- Written by `pnpm walkthroughs`. -->",
    "",
    "# Walk-throughs",
    "",
    "One for each strategy: its source with the comments as text, the primitive first, then the",
    "store; what it printed, what it costs, when to use it and when not, and how to break it.",
    "",
    ...entries,
    "",
  ].join("\n");
}

/** Writes what is out of date. Returns the paths written or removed. */
export async function writeWalkthroughs(
  root: string,
  packages: readonly StrategyPackage[],
): Promise<string[]> {
  const files = await renderAll(packages);
  const outdated = await findOutdated(root, files);
  await mkdir(join(root, walkthroughsFolder), { recursive: true });
  for (const name of outdated) {
    const path = join(root, walkthroughsFolder, name);
    const text = files.get(name);
    await (text === undefined ? rm(path) : writeFile(path, text));
  }
  return outdated.map((name) => `${walkthroughsFolder}/${name}`);
}

/** @throws {CommandError} if a walk-through is not what its sources make it. */
export async function checkWalkthroughs(
  root: string,
  packages: readonly StrategyPackage[],
): Promise<void> {
  const outdated = await findOutdated(root, await renderAll(packages));
  if (outdated.length === 0) return;
  const names = outdated.map((name) => `${walkthroughsFolder}/${name}`).join(", ");
  const are = outdated.length === 1 ? "is" : "are";
  throw new CommandError(ExitCode.failed, `${names} ${are} out of date; run pnpm walkthroughs`);
}

/** The names of files that differ, are missing, or should not be there. */
async function findOutdated(root: string, files: ReadonlyMap<string, string>): Promise<string[]> {
  const there = await namesIn(join(root, walkthroughsFolder));
  const names = [...new Set([...files.keys(), ...there])];
  const outdated = await Promise.all(
    names.map(async (name) => {
      if (!there.includes(name)) return true;
      const text = await readFile(join(root, walkthroughsFolder, name), "utf8");
      return text !== files.get(name);
    }),
  );
  return names.filter((_, index) => outdated[index]);
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}

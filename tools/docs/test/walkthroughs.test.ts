import { cp, mkdir, mkdtemp, readFile, rm, symlink, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findStrategyPackages, repositoryRoot } from "../src/strategy-packages.ts";
import { readTranscript, writeTranscript } from "../src/walkthroughs/transcript.ts";
import { renderWalkthrough } from "../src/walkthroughs/walkthrough.ts";
import { checkWalkthroughs, writeWalkthroughs } from "../src/walkthroughs/write-walkthroughs.ts";

/** A strategy's package in a repository of its own. */
const folder = "packages/mutex-store";
const source = `${folder}/src/mutex-store.ts`;
const page = "docs/walkthroughs/mutex-store.md";

/** What is neither installed nor built. */
const isOwn = (path: string): boolean => !/\/(node_modules|dist)(\/|$)/.test(path);

describe("in a copy of the repository", () => {
  let root = "";

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "walkthroughs-"));
    await mkdir(join(root, "packages"));
    const original = join(repositoryRoot, folder);
    await cp(original, join(root, folder), { recursive: true, filter: isOwn });
    await symlink(join(original, "node_modules"), join(root, folder, "node_modules"));
    await cp(join(repositoryRoot, "tsconfig.base.json"), join(root, "tsconfig.base.json"));
    await writeWalkthroughs(root, await findStrategyPackages(root));
  });

  afterEach(() => rm(root, { recursive: true, force: true }));

  const read = (path: string): Promise<string> => readFile(join(root, path), "utf8");

  async function change(path: string, from: string | RegExp, to: string): Promise<void> {
    const text = await read(path);
    expect(text).toMatch(from);
    await writeFile(join(root, path), text.replace(from, to));
  }

  async function check(): Promise<void> {
    await checkWalkthroughs(root, await findStrategyPackages(root));
  }

  test("what was written is up to date, and not written again", async () => {
    await expect(check()).resolves.toBeUndefined();
    expect(await writeWalkthroughs(root, await findStrategyPackages(root))).toEqual([]);
  });

  test("a changed comment changes the walk-through, and nothing else in it", async () => {
    const before = (await read(page)).split("\n");
    await change(source, "The state is a Map", "The state is a changed comment's Map");
    await expect(check()).rejects.toMatchObject({
      exitCode: 1,
      message: `${page} is out of date; run pnpm walkthroughs`,
    });
    expect(await writeWalkthroughs(root, await findStrategyPackages(root))).toEqual([page]);
    const after = (await read(page)).split("\n");
    expect(after.filter((line) => !before.includes(line))).toEqual([
      expect.stringContaining("changed comment's"),
    ]);
    await expect(check()).resolves.toBeUndefined();
  });

  test("a page that is missing, edited, or of a strategy that is gone is out of date", async () => {
    await writeFile(join(root, "docs/walkthroughs/gone-store.md"), "");
    await unlink(join(root, page));
    await change("docs/walkthroughs/README.md", "# Walk-throughs", "# Edited");
    await expect(check()).rejects.toThrow(
      `${page}, docs/walkthroughs/README.md, docs/walkthroughs/gone-store.md are out of date`,
    );
  });

  test.each([
    ["a file that is not there", "<!-- source: src/nowhere.ts -->", "there is no src/nowhere.ts"],
    ["a declaration that is not there", "<!-- source: src/strategy.ts: nothing -->", '"nothing"'],
    ["an output that was never recorded", "<!-- output: pnpm none -->", "--record"],
    ["something else", "<!-- figure: 1 -->", '"figure"'],
  ])("a walk-through that asks for %s says so", async (_, directive, says) => {
    await writeFile(join(root, folder, "walkthrough.md"), `# Mutex\n\n${directive}\n`);
    await expect(check()).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringContaining(says),
    });
  });

  test("a strategy without a walk-through is told of", async () => {
    await unlink(join(root, folder, "walkthrough.md"));
    await expect(check()).rejects.toThrow(`${folder} has no walkthrough.md`);
  });
});

test("a new strategy's walk-through lacks nothing but its recorded output", async () => {
  const [template] = await findStrategyPackages(repositoryRoot, "templates");
  if (template === undefined) throw new Error("There is no template.");
  await expect(renderWalkthrough(template)).rejects.toThrow("is not recorded yet");
});

test("a transcript is read as it was written", () => {
  const transcript = new Map([
    ["pnpm compare mutex", "a table\n\nand what it means"],
    ["pnpm compare list", "mutex"],
  ]);
  expect(readTranscript(writeTranscript(transcript))).toEqual(transcript);
});

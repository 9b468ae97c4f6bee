import { cp, mkdir, mkdtemp, readFile, rm, symlink, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { workspaceRoot } from "@sync-strategies/command-kit";
import {
  findStrategyPackages,
  loadStrategyPackages,
} from "@sync-strategies/command-kit/strategies";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { examineDocuments, repairDocuments } from "../src/documents.ts";
import { problemsOf } from "../src/problems.ts";
import { strategyPackagesOf } from "../src/strategy-packages.ts";
import { keptOutput, runExample } from "../src/walkthroughs/example-program.ts";
import { programsOf, renderWalkthrough } from "../src/walkthroughs/walkthrough.ts";

/** A strategy's package, alone in a repository. */
const folder = "packages/mutex-store";
const source = `${folder}/src/mutex-store.ts`;
const page = "docs/walkthroughs/mutex-store.md";

const isSource = (path: string): boolean => !/\/(node_modules|dist)(\/|$)/.test(path);

describe("in a copy of the repository", () => {
  let root = "";

  const repair = async (): Promise<string[]> =>
    repairDocuments(root, await examineDocuments(root, await strategyPackagesOf(root)));
  const problems = async (): Promise<string[]> =>
    problemsOf(await examineDocuments(root, await strategyPackagesOf(root)));

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "walkthroughs-"));
    for (const each of ["packages", "docs/walkthroughs", "tools/docs/measurements"]) {
      await mkdir(join(root, each), { recursive: true });
    }
    const original = join(workspaceRoot, folder);
    await cp(original, join(root, folder), { recursive: true, filter: isSource });
    await symlink(join(original, "node_modules"), join(root, folder, "node_modules"));
    await cp(join(workspaceRoot, "tsconfig.base.json"), join(root, "tsconfig.base.json"));
    await repair();
  });

  afterEach(() => rm(root, { recursive: true, force: true }));

  const read = (path: string): Promise<string> => readFile(join(root, path), "utf8");

  async function change(path: string, from: string | RegExp, to: string): Promise<void> {
    const text = await read(path);
    expect(text).toMatch(from);
    await writeFile(join(root, path), text.replace(from, to));
  }

  test("what was written is up to date, and not written again", async () => {
    expect(await problems()).toEqual([]);
    expect(await repair()).toEqual([]);
  });

  test("a changed comment changes the walk-through, and nothing else in it", async () => {
    const before = (await read(page)).split("\n");
    await change(source, "The state is a Map", "The state is a changed comment's Map");
    expect(await problems()).toEqual([`${page} is out of date; run pnpm documents`]);
    expect(await repair()).toEqual([page]);
    const after = (await read(page)).split("\n");
    expect(after.filter((line) => !before.includes(line))).toEqual([
      expect.stringContaining("changed comment's"),
    ]);
    expect(await problems()).toEqual([]);
  });

  test("a page that is missing, edited, or of a deleted strategy is out of date", async () => {
    await writeFile(join(root, "docs/walkthroughs/gone-store.md"), "");
    await unlink(join(root, page));
    await change("docs/walkthroughs/README.md", "# Walk-throughs", "# Edited");
    expect(await problems()).toEqual([
      `${page} is out of date; run pnpm documents`,
      "docs/walkthroughs/README.md is out of date; run pnpm documents",
      "docs/walkthroughs/gone-store.md belongs to nothing any more; run pnpm documents",
    ]);
  });

  test("nothing is left of a strategy whose folder is deleted", async () => {
    await rm(join(root, folder), { recursive: true });
    await repair();
    for (const path of ["docs/walkthroughs/README.md", "docs/trade-offs.md"]) {
      expect(await read(path)).not.toMatch(/mutex/i);
    }
    await expect(read(page)).rejects.toThrow("ENOENT");
    expect(await problems()).toEqual([]);
  });

  test("output that was never recorded, or belongs to other code, is named", async () => {
    const command = "pnpm compare mutex";
    await writeFile(join(root, "README.md"), `<!-- output: ${command} -->\n<!-- /output -->\n`);
    expect(await problems()).toEqual([
      `README.md: the output of \`${command}\` has never been recorded; run pnpm documents --record`,
    ]);
    await mkdir(join(root, "tools/docs/recorded"));
    await writeFile(
      join(root, "tools/docs/recorded/compare-mutex.txt"),
      `$ ${command}\nrecorded: 2026-11-27\ncode: mutex 0\n\na table\n`,
    );
    expect(await repair()).toEqual(["README.md"]);
    expect(await read("README.md")).toContain("a table");
    expect(await problems()).toEqual([
      `README.md: the code of mutex has changed since \`${command}\` was recorded; run pnpm documents --record`,
    ]);
  });

  test.each([
    ["a file that does not exist", "<!-- source: src/nowhere.ts -->", "there is no src/nowhere.ts"],
    ["an unknown declaration", "<!-- source: src/strategy.ts: nothing -->", '"nothing"'],
    ["a program without output", "<!-- program: src/index.ts -->", "--record"],
    ["something else", "<!-- figure: 1 -->", '"figure"'],
  ])("a walk-through that asks for %s is refused", async (_, directive, message) => {
    await writeFile(join(root, folder, "walkthrough.md"), `# Mutex\n\n${directive}\n`);
    await expect(problems()).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringContaining(message),
    });
  });

  test("a strategy without a walk-through is named", async () => {
    await unlink(join(root, folder, "walkthrough.md"));
    await expect(problems()).rejects.toThrow(`${folder} has no walkthrough.md`);
  });
});

describe("an example program", async () => {
  const packages = [
    ...(await strategyPackagesOf()),
    ...(await loadStrategyPackages(await findStrategyPackages(workspaceRoot, "templates"))),
  ];

  test.each(packages)("of $folder begins its walk-through", async (each) => {
    expect(await programsOf(each)).toEqual(["example.ts"]);
    await expect(renderWalkthrough(each)).resolves.toContain("example.ts");
  });

  test.concurrent.each(packages)("of $folder prints what is kept of it", async ({ path }) => {
    const output = await keptOutput(path, "example.ts");
    expect(output).not.toBe("");
    expect(await runExample(join(path, "example.ts"))).toBe(output);
  });
});

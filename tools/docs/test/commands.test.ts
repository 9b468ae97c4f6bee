import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runCommandLine } from "@sync-strategies/compare/command-line";
import { documentedCommands, wordsOf } from "../src/commands.ts";
import { allDocuments, root } from "../src/repository.ts";
import { bareCommand, wayOf, ways } from "../src/ways.ts";

const commands = documentedCommands(allDocuments());
const inThisWay = (way: string): typeof commands =>
  commands.filter(({ command }) => wayOf(command)?.way === way);

/** Where commands are run: what they write stays out of the repository. */
const folder = mkdtempSync(join(tmpdir(), "documents-"));
afterAll(() => rmSync(folder, { recursive: true }));

const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

describe("the commands of the documents", () => {
  it("are all known", () => {
    expect(commands.filter(({ command }) => wayOf(command) === undefined)).toEqual([]);
  });

  it("are scripts of the repository, where pnpm runs them", () => {
    const names = commands.flatMap(({ command, path }) => {
      const [, name] = /^pnpm ([a-z:-]+)/.exec(bareCommand(command)) ?? [];
      return name === undefined ? [] : [{ name, path }];
    });
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter(({ name }) => !(name in scripts || name === "install"))).toEqual([]);
  });

  it.each(inThisWay("parse"))(
    "are understood by the command: $command ($path)",
    async (documented) => {
      const words = wordsOf(bareCommand(documented.command)).slice(2);
      const end = words.findIndex((word) => word === ">" || word === "|");
      await expect(understood(end === -1 ? words : words.slice(0, end))).resolves.toBe(true);
    },
  );

  it.each(inThisWay("run"))("succeed: $command ($path)", ({ command }) => {
    const [, script = "", ...words] = wordsOf(bareCommand(command));
    const [program = "", ...first] = wordsOf(scripts[script]);
    const { status, stdout, stderr } = spawnSync(
      program === "node" ? process.execPath : join(root, "node_modules/.bin", program),
      [...first, ...words],
      { cwd: root, env: { ...process.env, INIT_CWD: folder, NO_COLOR: "1" }, encoding: "utf8" },
    );
    expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).not.toBe("");
  });

  it("name scripts that exist, where node runs them", () => {
    const missing = commands.filter(({ command, path }) => {
      const [, script] = /^node (\S+)/.exec(command) ?? [];
      if (script === undefined) return false;
      // A package's own page speaks from its folder, all others from the root.
      return ![root, join(root, dirname(path))].some((from) => existsSync(join(from, script)));
    });
    expect(missing).toEqual([]);
  });

  it("name strategies' files that exist, where these are the repository's", () => {
    const missing = commands.filter(({ command }) =>
      wordsOf(command).some(
        (word) => word.startsWith("./packages/") && !existsSync(join(root, word)),
      ),
    );
    expect(missing).toEqual([]);
  });

  it("say why, where they are not run", () => {
    expect(ways.filter(([, way]) => way.way === "known" && way.because === "")).toEqual([]);
  });
});

/** Whether the command line asks for something, and makes sense. */
async function understood(words: readonly string[]): Promise<boolean> {
  let asked = false;
  const handler = async (): Promise<void> => {
    asked = true;
  };
  await runCommandLine(words, {
    compare: handler,
    list: handler,
    check: handler,
    explore: handler,
    diff: handler,
  });
  return asked;
}

describe("wordsOf", () => {
  it("keeps quoted words together", () => {
    expect(wordsOf(`pnpm compare --fail-if "p99>5ms" 'a b' c`)).toEqual([
      ...["pnpm", "compare", "--fail-if", "p99>5ms", "a b", "c"],
    ]);
  });
});

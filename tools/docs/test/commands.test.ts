import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { workspaceRoot as root } from "@sync-strategies/command-kit";
import { bareCommand, coverageOf, rules, type Coverage } from "../src/command-coverage.ts";
import { documentedCommands, wordsOf } from "../src/commands.ts";
import { commandsToParse } from "../src/documented-commands.ts";
import { allDocuments } from "../src/repository.ts";

const commands = documentedCommands(allDocuments());
const coveredBy = (by: Coverage["by"]): typeof commands =>
  commands.filter(({ command }) => coverageOf(command)?.by === by);

/** Where commands are run: what they write stays out of the repository. */
const folder = mkdtempSync(join(tmpdir(), "documents-"));
afterAll(() => rmSync(folder, { recursive: true }));

const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

describe("the commands of the documents", () => {
  it("are all known", () => {
    expect(commands.filter(({ command }) => coverageOf(command) === undefined)).toEqual([]);
  });

  it("are scripts of the repository, where pnpm runs them", () => {
    const names = commands.flatMap(({ command, path }) => {
      const [, name] = /^pnpm ([a-z:-]+)/.exec(bareCommand(command)) ?? [];
      return name === undefined ? [] : [{ name, path }];
    });
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter(({ name }) => !(name in scripts || name === "install"))).toEqual([]);
  });

  it("are handed to the app's own test without their redirections", () => {
    const words = commandsToParse().flatMap((command) => command.words);
    expect(words.length).toBeGreaterThan(0);
    expect(words.filter((word) => /^[|>]$/.test(word))).toEqual([]);
  });

  // Several documents have the same command, and one run tells all examples that they name.
  const example = "pnpm example ";
  const toRun = new Set(coveredBy("run").map(({ command }) => bareCommand(command)));
  const named = [...toRun].filter((command) => command.startsWith(example));
  for (const command of named) toRun.delete(command);
  toRun.add(example + named.map((command) => command.slice(example.length)).join(" "));

  it.each([...toRun])("succeed: %s", (command) => {
    const [, script = "", ...words] = wordsOf(command);
    // What has to be built was built before the tests.
    const [program = "", ...first] = wordsOf(scripts[script].split(" && ").at(-1));
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
      const [, script] = /^node ([^-\s]\S*)/.exec(command) ?? [];
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
    expect(rules.filter(([, one]) => one.by === "other" && one.because === "")).toEqual([]);
  });
});

describe("wordsOf", () => {
  it("keeps quoted words together", () => {
    const words = ["pnpm", "compare", "--fail-if", "p99>5ms", "a b", "c"];
    expect(wordsOf(`pnpm compare --fail-if "p99>5ms" 'a b' c`)).toEqual(words);
  });
});

/** The words of `pnpm bench`, read without a process, and the command itself, once. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseWords } from "@sync-strategies/command-kit";
import { expect, test } from "vitest";
import { benchCommand, type BenchRequest } from "../src/command-line.ts";

async function requestOf(...words: string[]): Promise<BenchRequest | undefined> {
  let request: BenchRequest | undefined;
  const command = benchCommand(async (asked) => {
    request = asked;
  });
  await parseWords(command, words);
  return request;
}

test("asks for everything by default, and otherwise for the groups that are named", async () => {
  const everything = await requestOf();
  expect(everything).toMatchObject({ rounds: 6, operations: 10_000_000, format: "table" });
  expect(everything?.groups).toHaveLength(6);
  expect(await requestOf("lock", "select", "--rounds", "2", "--format", "json")).toEqual({
    groups: ["select", "lock"],
    rounds: 2,
    operations: 10_000_000,
    format: "json",
  });
});

test.each([
  ["an unknown group", ["locks"], "locks"],
  ["no rounds", ["--rounds", "0"], "--rounds"],
  ["an unknown flag", ["--round", "1"], "--round"],
])("%s is wrong input, described in one line", async (_, words, says) => {
  const message = expect.stringMatching(new RegExp(`^.*${says}.*$`));
  await expect(requestOf(...words)).rejects.toMatchObject({ exitCode: 2, message });
});

test("the help lists the groups and the flags", async () => {
  let help = "";
  const command = benchCommand(async () => {});
  command.configureOutput({ writeOut: (text) => (help += text) });
  await parseWords(command, ["--help"]);
  for (const word of ["Usage: pnpm bench", "endurance", "--rounds", "--format"]) {
    expect(help).toContain(word);
  }
});

test("the command prints one line about wrong input and exits with 2", async () => {
  const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));
  const result = await new Promise((resolve) => {
    const child = execFile(process.execPath, [main, "locks"], (_, stdout, stderr) => {
      resolve({ stdout, lines: stderr.trimEnd().split("\n").length, exitCode: child.exitCode });
    });
  });
  expect(result).toEqual({ stdout: "", lines: 1, exitCode: 2 });
});

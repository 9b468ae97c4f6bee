import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { repositoryRoot } from "../src/strategy-packages.ts";

interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command's program as `pnpm` does. */
function run(program: "break-it" | "walkthroughs", ...words: string[]): Promise<Ended> {
  const main = fileURLToPath(new URL(`../src/${program}/main.ts`, import.meta.url));
  const tsx = fileURLToPath(import.meta.resolve("tsx/cli"));
  const child = spawn(
    process.execPath,
    [tsx, "--conditions=@sync-strategies/source", main, ...words],
    { cwd: repositoryRoot, env: { ...process.env, NO_COLOR: "1" } },
  );
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve) => {
    child.on("close", (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}

describe.concurrent("wrong input ends with 2 and one line that says what was meant", () => {
  const cases: [string, "break-it" | "walkthroughs", string[], RegExp][] = [
    ["an unknown break", "break-it", ["mutex/ticket-kep"], /did you mean "mutex\/ticket-kept"/],
    ["a break without its strategy", "break-it", ["ticket-kept"], /mean "mutex\/ticket-kept"\?/],
    ["a name like no other", "break-it", ["zzzzzzzzz"], /the nearest are "/],
    ["names and --all", "break-it", ["mutex", "--all"], /not both/],
    ["an unknown flag", "break-it", ["--al"], /Did you mean --all\?/],
    ["an unknown flag", "walkthroughs", ["--chek"], /Did you mean --check\?/],
    ["an unknown strategy", "walkthroughs", ["--record", "mutx"], /did you mean "mutex"/],
    ["a word too many", "walkthroughs", ["mutex"], /too many arguments/],
  ];
  test.for(cases)("%s, to %s", async ([, program, words, says]) => {
    const { exitCode, stdout, stderr } = await run(program, ...words);
    expect(stderr).toMatch(says);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  });
});

test("break-it without names lists every strategy's breaks", async () => {
  const { exitCode, stdout, stderr } = await run("break-it");
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).toContain("mutex (packages/mutex-store/test/breaks.ts)");
  expect(stdout).toMatch(/^ {2}ticket-kept +Keeps the lock/m);
  for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
});

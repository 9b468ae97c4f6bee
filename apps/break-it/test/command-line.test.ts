import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { workspaceRoot } from "@sync-strategies/command-kit";

interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command's program as `pnpm break-it` does. */
function run(...words: string[]): Promise<Ended> {
  const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
  const tsx = fileURLToPath(import.meta.resolve("tsx/cli"));
  const child = spawn(
    process.execPath,
    [tsx, "--conditions=@sync-strategies/source", main, ...words],
    { cwd: workspaceRoot, env: { ...process.env, NO_COLOR: "1" } },
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
  const cases: [string, string[], RegExp][] = [
    ["an unknown break", ["mutex/ticket-kep"], /did you mean "mutex\/ticket-kept"/],
    ["a break without its strategy", ["ticket-kept"], /mean "mutex\/ticket-kept"\?/],
    ["a name like no other", ["zzzzzzzzz"], /; there are /],
    ["names and --all", ["mutex", "--all"], /not both/],
    ["an unknown flag", ["--al"], /Did you mean --all\?/],
  ];
  test.for(cases)("%s", async ([, words, says]) => {
    const { exitCode, stdout, stderr } = await run(...words);
    expect(stderr).toMatch(says);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  });
});

test("break-it without names lists every strategy's breaks", async () => {
  const { exitCode, stdout, stderr } = await run();
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).toContain("mutex (packages/mutex-store/test/breaks.ts)");
  expect(stdout).toMatch(/^ {2}ticket-kept +Does not give the lock back/m);
  for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(96);
});

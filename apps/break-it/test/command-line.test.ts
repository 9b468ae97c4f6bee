import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { workspaceRoot } from "@sync-strategies/command-kit";
import { selectBreaks } from "../src/select-breaks.ts";
import { breaks } from "./each-break.ts";

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

test("wrong input ends with 2 and one line that says what was meant", async () => {
  const { exitCode, stdout, stderr } = await run("mutex/ticket-kep");
  expect(stderr).toMatch(/^[^\n]*did you mean "mutex\/ticket-kept"[^\n]*\n$/);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
});

test("names and --all are not both", async () => {
  const { exitCode, stdout, stderr } = await run("mutex", "--all");
  expect(stderr).toMatch(/^[^\n]*not both[^\n]*\n$/);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
});

test("a break without its strategy, and a name like no other, say what there is", () => {
  expect(() => selectBreaks(["ticket-kept"], [], breaks)).toThrow(/mean "mutex\/ticket-kept"\?/);
  expect(() => selectBreaks(["zzzzzzzzz"], [], breaks)).toThrow(/; there are /);
});

test("break-it without names lists every strategy's breaks", async () => {
  const { exitCode, stdout, stderr } = await run();
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).toContain("mutex (packages/mutex-store/test/breaks.ts)");
  expect(stdout).toMatch(/^ {2}ticket-kept +Does not give the lock back/m);
  for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(96);
});

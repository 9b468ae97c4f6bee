/** Programs that end while tasks wait, run with diagnostics from the command line. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const folder = fileURLToPath(new URL("programs/", import.meta.url));

async function run(program: string, ...args: readonly string[]): Promise<unknown> {
  const options = ["--conditions=@sync-strategies/source", "--import", "tsx"];
  const register = ["--import", "@sync-strategies/diagnostics/register"];
  const child = spawn(process.execPath, [...options, ...register, `./${program}`, ...args], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = Promise.all([text(child.stdout), text(child.stderr)]);
  const [exitCode] = await once(child, "close");
  const [stdout, stderr] = await output;
  return { exitCode, stdout, stderr };
}

test("a program that ends while a task waits says what, where, for how long, and who holds", async () => {
  const line = String.raw`  acquire FairLock 1 \(never-released\.ts:11:\d+\) has waited for \d+ ms; `;
  const holder = String.raw`held by acquire FairLock 1 \(never-released\.ts:7:\d+\)\n`;
  expect(await run("never-released.ts")).toEqual({
    exitCode: 13,
    stdout: "",
    stderr: expect.stringMatching(
      new RegExp(`^1 wait is open, and nothing is left to end it:\n${line}${holder}$`),
    ),
  });
});

test("a program in which no task waits any more says nothing", async () => {
  expect(await run("without-waits.ts")).toEqual({ exitCode: 0, stdout: "done\n", stderr: "" });
});

test("a program that exits on purpose is left alone", async () => {
  expect(await run("exits-on-purpose.ts")).toEqual({ exitCode: 0, stdout: "", stderr: "" });
});

test("a program that goes on when Node has nothing to do is not at its end", async () => {
  expect(await run("late-work.ts")).toEqual({ exitCode: 0, stdout: "done\n", stderr: "" });
});

test("the exit code that a program has set itself stays", async () => {
  const waiting = { stderr: expect.stringContaining("waits-at-top-level.ts:7:") };
  expect(await run("waits-at-top-level.ts", "0")).toMatchObject({ exitCode: 13, ...waiting });
  expect(await run("waits-at-top-level.ts", "3")).toMatchObject({ exitCode: 3, ...waiting });
});

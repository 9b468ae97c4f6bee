/** Runs that end before they are done. Their second strategy takes minutes, so they never are. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, test } from "vitest";
import { parseResult } from "@sync-strategies/results";
import { isAlive } from "./is-alive.ts";
import { commandEnvironment, runCommand, type SendSignal } from "./run-command.ts";

/** The first strategy completes these reads in milliseconds, the other one in minutes. */
const words = [
  "mutex",
  "./strategies/takes-its-time.ts",
  "--workload",
  "saturated",
  "--readers",
  "1",
  "--writers",
  "0",
  "--operations",
  "20000",
  "--no-reference",
];

/** Sends the signal as soon as the second strategy runs. */
function whenItRuns(
  signal: NodeJS.Signals,
  target: "group" | "parent",
): { pid: () => number; onStderr: (text: string, send: SendSignal) => void } {
  let pid = 0;
  return {
    pid: () => pid,
    onStderr(text, send) {
      const named = /process (\d+)\./.exec(text)?.[1];
      if (named === undefined || pid !== 0) return;
      pid = Number(named);
      send(signal, target);
    },
  };
}

describe.concurrent("an end that comes early", () => {
  test.for([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)(
    "on %s prints what was measured, exits with %d, and leaves no process",
    async ([signal, code], { expect }) => {
      const { pid, onStderr } = whenItRuns(signal, "group");
      const { stdout, exitCode } = await runCommand([...words, "--format", "json"], { onStderr });
      expect(exitCode).toBe(code);
      const document = parseResult(JSON.parse(stdout));
      expect(document.interrupted).toBe(true);
      expect(document.workloads[0]?.results).toMatchObject([
        { strategy: "mutex", status: "completed", totalOps: 20_000 },
      ]);
      await expect.poll(() => isAlive(pid())).toBe(false);
    },
  );

  test("while a strategy is loaded ends at once", async ({ expect }) => {
    const ended = await runCommand(["./strategies/interrupts-while-loaded.mjs"]);
    expect(ended).toEqual({ stdout: "", stderr: "compare: interrupted\n", exitCode: 130 });
  });

  test("when the parent is killed its child ends, and every finished trial has been kept", async ({
    expect,
  }) => {
    const folder = await mkdtemp(join(tmpdir(), "early-end-test-"));
    const file = join(folder, "kept.json");
    const { pid, onStderr } = whenItRuns("SIGKILL", "parent");
    await runCommand([...words, "--save", file], { onStderr });
    await expect.poll(() => isAlive(pid())).toBe(false);
    const { interrupted, workloads } = parseResult(JSON.parse(await readFile(file, "utf8")));
    expect(interrupted).toBe(true);
    expect(workloads[0]?.results).toMatchObject([
      { strategy: "mutex", status: "completed", totalOps: 20_000 },
    ]);
    await rm(folder, { recursive: true });
  });

  test("a reader that has seen enough ends it quietly", async ({ expect }) => {
    const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));
    const child = spawn(process.execPath, [main, "list"], {
      env: commandEnvironment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    // Closed before anything is printed, so that the first line finds no reader.
    child.stdout.destroy();
    const [exitCode] = (await once(child, "close")) as [number];
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  });
});

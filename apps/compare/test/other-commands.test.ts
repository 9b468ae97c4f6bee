/** The processes of `list`, `check`, help, and the Go reference. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "vitest";
import { parseResult } from "@sync-strategies/results";
import { runCommand } from "./run-command.ts";

describe.concurrent("other commands", () => {
  test("help comes with examples and exit codes", async ({ expect }) => {
    const { stdout, exitCode } = await runCommand(["--help"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("Examples:");
    expect(stdout).toContain("Exit codes:");
  });

  test("list names the strategies that there are, the control last", async ({ expect }) => {
    const [table, json] = await Promise.all([
      runCommand(["list"]),
      runCommand(["list", "--format", "json"]),
    ]);
    expect(table.exitCode).toBe(0);
    for (const id of ["channels", "mutex", "actor", "unsynchronized"]) {
      expect(table.stdout).toMatch(new RegExp(`^ +${id} .*\\(packages/`, "m"));
    }
    expect(table.stdout).toContain("\nStrategies whose state threads share (--threads)\n");
    expect(table.stdout).toContain("\nStrategies whose state processes share (--processes)");
    expect(table.stdout).toMatch(/^ +file-lock\b/m);
    const { strategies, uninstalled } = JSON.parse(json.stdout) as {
      strategies: { id: string; span: string | null }[];
      uninstalled: { id: string; span: string }[];
    };
    // What it says of those depends on whether they have been installed.
    expect([...strategies, ...uninstalled]).toContainEqual(
      expect.objectContaining({ id: "file-lock", span: "processes" }),
    );
    const [last] = strategies.filter(({ span }) => span === null).slice(-1);
    expect(last?.id).toBe("unsynchronized");
  });

  test("check exits with its verdict, in colours where they are asked for", async ({ expect }) => {
    const folder = await mkdtemp(join(tmpdir(), "check-test-"));
    const file = join(folder, "stale.jsonl");
    const events = [
      { process: 0, type: "invoke", f: "write", value: 1 },
      { process: 0, type: "ok", f: "write", value: 1 },
      { process: 1, type: "invoke", f: "read" },
      { process: 1, type: "ok", f: "read", value: null },
    ];
    await writeFile(file, events.map((event) => `${JSON.stringify(event)}\n`).join(""));
    const { stdout, exitCode } = await runCommand(["check", file], {
      env: { NO_COLOR: "", FORCE_COLOR: "1" },
    });
    await rm(folder, { recursive: true });
    expect(exitCode).toBe(1);
    expect(stdout).toContain("\u001B[31mnot linearizable\u001B[39m");
  });

  test("the bench of recording finds strategies as the command does", ({ expect }) => {
    const bench = fileURLToPath(new URL("../bench/recording-cost.mjs", import.meta.url));
    const { status, stdout, stderr } = spawnSync(process.execPath, [bench, "mutexx"], {
      encoding: "utf8",
    });
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: "",
      stderr: 'recording-cost: unknown strategy "mutexx"; did you mean "mutex"?\n',
    });
  });
});

describe.concurrent("the Go reference", () => {
  const goIsInstalled = spawnSync("go", ["version"]).status === 0;
  const words = ["actor", "--updaters", "3", "--writers", "0", "--duration", "40ms"];

  test.skipIf(!goIsInstalled)("runs the very same workload", async ({ expect }) => {
    const { stdout, exitCode } = await runCommand([...words, "--format", "json"]);
    expect(exitCode).toBe(0);
    // A row whose own digest differs from the table's would not be "completed".
    const completed = { kind: "reference", status: "completed", state: { lostUpdates: 0 } };
    const [actor, channels, mutex] = parseResult(JSON.parse(stdout)).workloads[0]!.results;
    expect(actor).toMatchObject({ strategy: "actor", kind: "strategy", status: "completed" });
    expect(channels).toMatchObject({ strategy: "go-channels", ...completed });
    expect(mutex).toMatchObject({ strategy: "go-mutex", ...completed });
    expect(channels?.title).toMatch(/go1\..*GOMAXPROCS/);
  });

  test("is missed with a note on how to get it", async ({ expect }) => {
    const { stdout, exitCode } = await runCommand(words, { env: { PATH: "" } });
    expect(exitCode).toBe(0);
    expect(stdout).not.toContain("go-channels");
    expect(stdout.replaceAll(/\s+/g, " ")).toContain("Install Go 1.18 or later");
  });
});

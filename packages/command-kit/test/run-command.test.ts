/** A command as a process: its exit codes, its one line, and what an interruption does. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, test } from "vitest";

const command = fileURLToPath(new URL("fixtures/command.mjs", import.meta.url));

interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
}

/** Runs the command, and interrupts it as soon as it has printed something where a signal is given. */
function run(words: readonly string[], signal?: NodeJS.Signals): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [command, ...words], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    if (signal !== undefined) child.stdout.once("data", () => child.kill(signal));
    child.on("error", reject);
    child.on("close", (exitCode) => resolve({ stdout, stderr, exitCode }));
  });
}

describe.concurrent("a command", () => {
  test.for([
    ["fine", { stdout: "done\n", stderr: "", exitCode: 0 }],
    ["unknown", { stdout: "", stderr: "", exitCode: 3 }],
    ["wrong", { stdout: "", stderr: "demo: that makes no sense\n", exitCode: 2 }],
    ["failed", { stdout: "", stderr: "demo: it cannot be done\n", exitCode: 4 }],
    ["bug", { stdout: "", stderr: "demo: a bug\n", exitCode: 4 }],
  ] as const)("that is %s says so", async ([deed, outcome], { expect }) => {
    expect(await run([deed])).toEqual(outcome);
  });

  test("without its argument, or with an unknown flag, gets one line", async ({ expect }) => {
    const [missing, unknown] = await Promise.all([run([]), run(["fine", "--debgu"])]);
    expect(missing).toMatchObject({ exitCode: 2, stdout: "" });
    expect(missing.stderr).toBe("demo: missing required argument 'deed'\n");
    expect(unknown).toMatchObject({ exitCode: 2, stdout: "" });
    expect(unknown.stderr).toMatch(/^demo: .*--debgu.*--debug.*\n$/);
  });

  test("prints nothing that a terminal would obey", async ({ expect }) => {
    const { stdout, stderr } = await run(["hostile"]);
    expect(stdout).toBe("\\u001b]0;title\\u0007\\u009b2J\\u202e\n");
    expect(stderr).toBe("demo: \\u001b[2Jcleared\\u2028away\n");
  });

  test("prints what is behind an error with --debug", async ({ expect }) => {
    const [failed, bug] = await Promise.all([run(["failed", "--debug"]), run(["bug", "--debug"])]);
    expect(failed.stderr).toBe("demo: it cannot be done\nthe stack behind it\n");
    expect(bug.stderr).toMatch(/^demo: a bug\nError: a bug\nin two lines\n\s+at /);
  });

  describe.for([
    ["SIGHUP", 129],
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("on %s", ([signal, exitCode]) => {
    test("ends at once if it cannot stop", async ({ expect }) => {
      const ended = await run(["waits"], signal);
      expect(ended).toEqual({ stdout: "waiting\n", stderr: "", exitCode });
    });

    test("keeps what it has if it can stop", async ({ expect }) => {
      expect(await run(["stops"], signal)).toEqual({
        stdout: "waiting\nkept what there was\n",
        stderr: "demo: interrupted\n",
        exitCode,
      });
    });
  });
});

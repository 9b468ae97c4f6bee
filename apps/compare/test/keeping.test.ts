/** What is measured is printed whatever cannot be kept, and kept whatever cannot be printed. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { openSync, closeSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, test } from "vitest";
import { parseResult } from "@sync-strategies/results";
import { commandEnvironment, runCommand } from "./run-command.ts";

const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const brief = ["mutex", "--operations", "200", "--no-reference"];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "keeping-test-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe.concurrent("a run that cannot be kept", () => {
  test("as a record is printed in full, with a line that says why, and exits as it deserves", async ({
    expect,
  }) => {
    const file = join(folder, "no-folder");
    await writeFile(file, "");
    const { stdout, stderr, exitCode } = await runCommand([...brief, "--format", "json"], {
      env: { COMPARE_RUNS_FOLDER: file },
    });
    expect(parseResult(JSON.parse(stdout)).workloads[0]?.results).toMatchObject([
      { strategy: "mutex", status: "completed" },
    ]);
    expect(stderr).toBe(
      `compare: this run is not kept for pnpm compare diff: ${file}: file already exists\n`,
    );
    expect(exitCode).toBe(0);
  });

  test.runIf(process.platform === "linux").for(["--save", "--report", "--save-history"])(
    "in the file of %s is printed in full, with a line that says why, and exits with 4",
    async (flag, { expect }) => {
      const words = [...brief, "--format", "json", flag, "/dev/full"];
      const { stdout, stderr, exitCode } = await runCommand(words);
      expect(parseResult(JSON.parse(stdout)).workloads[0]?.results).toMatchObject([
        { strategy: "mutex", status: "completed", verdict: "linearizable" },
      ]);
      expect(stderr).toBe(
        `compare: ${flag} /dev/full: it could not be written: no space left on device\n`,
      );
      expect(exitCode).toBe(4);
    },
  );
});

test("every point of a sweep has a history, and so has a workload that runs twice", async ({
  expect,
}) => {
  const short = ["--operations", "20", "--no-reference"];
  const swept = await mkdtemp(join(folder, "swept-"));
  const twice = await mkdtemp(join(folder, "twice-"));
  await Promise.all([
    runCommand([
      "mutex",
      "actor",
      ...short,
      "--sweep",
      "readers=1,2",
      "--save-history",
      join(swept, "run.jsonl"),
    ]),
    runCommand([
      "mutex",
      ...short,
      "--workload",
      "saturated,contended,saturated",
      "--save-history",
      join(twice, "run.jsonl"),
    ]),
  ]);
  expect((await readdir(swept)).toSorted()).toEqual([
    "run.custom.readers-1.actor.jsonl",
    "run.custom.readers-1.mutex.jsonl",
    "run.custom.readers-2.actor.jsonl",
    "run.custom.readers-2.mutex.jsonl",
  ]);
  expect(await readdir(twice)).toEqual(expect.arrayContaining(["run.saturated.mutex.jsonl"]));
});

/** Runs the command with its streams as given, and resolves to its exit code. */
async function runWith(
  words: readonly string[],
  stdout: number | "pipe",
  stderr: number | "pipe",
): Promise<{ printed: string; exitCode: number | null }> {
  const child = spawn(process.execPath, [main, ...words], {
    env: commandEnvironment,
    stdio: ["ignore", stdout, stderr],
  });
  let printed = "";
  child.stdout?.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  // No program reads stderr.
  child.stderr?.destroy();
  const [exitCode] = (await once(child, "close")) as [number | null];
  return { printed, exitCode };
}

describe.concurrent("a stream", () => {
  const complaining = [
    ...brief,
    "./strategies/throws-in-read.ts",
    "./strategies/tells-its-process.ts",
  ];

  test("stderr that no program reads costs nothing of stdout", async ({ expect }) => {
    const { printed, exitCode } = await runWith(complaining, "pipe", "pipe");
    expect(printed).toMatch(/^mutex +[\d,]+ /m);
    expect(printed).toMatch(/^tells-its-process +[\d,]+ /m);
    expect(exitCode).toBe(1);
  });

  test.runIf(process.platform === "linux")(
    "stderr that is full costs nothing of stdout",
    async ({ expect }) => {
      const full = openSync("/dev/full", "w");
      const { printed, exitCode } = await runWith(complaining, "pipe", full);
      closeSync(full);
      expect(printed).toMatch(/^mutex +[\d,]+ /m);
      expect(printed).toMatch(/^tells-its-process +[\d,]+ /m);
      expect(exitCode).toBe(1);
    },
  );

  test.runIf(process.platform === "linux")(
    "stdout that is full costs nothing of what is saved, and exits with 4",
    async ({ expect }) => {
      const full = openSync("/dev/full", "w");
      const file = join(folder, "saved.json");
      const { exitCode } = await runWith([...brief, "--save", file], full, "pipe");
      closeSync(full);
      expect(exitCode).toBe(4);
      expect(parseResult(JSON.parse(await readFile(file, "utf8")))).toMatchObject({
        interrupted: false,
      });
    },
  );

  test.runIf(process.platform === "linux")(
    "stdout by its name as a file gets both",
    async ({ expect }) => {
      const { stdout, exitCode } = await runCommand([...brief, "--save", "/dev/stdout"]);
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(/^mutex +[\d,]+ /m);
      expect(parseResult(JSON.parse(/^\{.*\}$/m.exec(stdout)?.[0] ?? ""))).toMatchObject({
        interrupted: false,
      });
    },
  );
});

describe.concurrent("a machine that lacks something", () => {
  test.for([
    ["missing", (path: string) => join(path, "missing")],
    ["a file", (path: string) => join(path, "file")],
  ] as const)(
    "a folder for temporary files that is %s is named, with exit code 4",
    async ([, at], { expect }) => {
      await writeFile(join(folder, "file"), "");
      const TMPDIR = at(folder);
      const { stdout, stderr, exitCode } = await runCommand(brief, { env: { TMPDIR } });
      expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 4 });
      expect(stderr).toMatch(/^compare: no temporary files can be written in .*; set TMPDIR .*\n$/);
    },
  );

  test("processes that cannot be started are no fault of a strategy: exit code 4", async ({
    expect,
  }) => {
    const file = join(folder, "no-processes.cjs");
    await writeFile(file, 'process.execPath = "/nowhere/node";\n');
    const { stdout, stderr, exitCode } = await runCommand(brief, {
      env: { NODE_OPTIONS: `--require ${file}` },
    });
    expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 4 });
    expect(stderr).toMatch(/^compare: no process could be started: .*\n$/);
  });
});

test("a link's target is written, and the link stays", async ({ expect }) => {
  await writeFile(join(folder, "target.json"), "old", { mode: 0o600 });
  await symlink("target.json", join(folder, "link.json"));
  await runCommand([...brief, "--save", join(folder, "link.json")]);
  expect(
    parseResult(JSON.parse(await readFile(join(folder, "target.json"), "utf8"))),
  ).toMatchObject({ interrupted: false });
});

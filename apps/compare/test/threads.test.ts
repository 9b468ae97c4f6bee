/** Real runs over threads, as processes: what `--threads` does to the rows, the files and the end. */
import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseResult, type ResultDocument } from "@sync-strategies/results";
import { isAlive } from "./is-alive.ts";
import { runCommand, type CommandResult } from "./run-command.ts";
import { digestOfOneLoop, expectLossesOfControl } from "./run-of-members.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "threads-test-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("a run of two threads", () => {
  let run: CommandResult;
  let document: ResultDocument;

  beforeAll(async () => {
    // With a hold of one microtask, updates of one thread overlap by schedule: the control loses some.
    const words = ["futex", "racy-memory", "--threads", "2", "--workload", "contended"];
    const further = ["--hold", "microtask", "--operations", "2000", "--no-reference"];
    run = await runCommand([
      ...words,
      ...further,
      "--format",
      "json",
      "--save-history",
      join(folder, "run.jsonl"),
    ]);
    document = parseResult(JSON.parse(run.stdout));
  });

  test("says so, and asks what one event loop is asked", async () => {
    const [table] = document.workloads;
    expect(table?.parameters.members).toEqual({ span: "threads", count: 2 });
    expect(table?.digest).toBe(await digestOfOneLoop(table!));
  });

  test("counts every operation once, and finds what the control lost", () => {
    expectLossesOfControl(document, "futex", /client 1\d\d \(thread [12]\)/);
    expect(run.exitCode).toBe(0);
  });

  test("saves one history for each strategy", async () => {
    expect((await readdir(folder)).toSorted()).toEqual([
      "run.contended.futex.jsonl",
      "run.contended.racy-memory.jsonl",
    ]);
  });
});

test("an interruption prints what was measured, and leaves no process and no file", async () => {
  let pid = 0;
  let files = "";
  const strategies = ["futex", "./strategies/threads-take-their-time.ts"];
  const workload = ["--threads", "2", "--readers", "2", "--writers", "0", "--pause", "0"];
  const further = ["--operations", "20000", "--no-reference", "--format", "json"];
  const { stdout, exitCode } = await runCommand([...strategies, ...workload, ...further], {
    onStderr(text, send) {
      const named = /files in (\S+)\n[^]*process (\d+)\./.exec(text);
      if (named === null || pid !== 0) return;
      files = named[1] ?? "";
      pid = Number(named[2]);
      send("SIGINT", "group");
    },
  });
  expect(exitCode).toBe(130);
  const { interrupted, workloads } = parseResult(JSON.parse(stdout));
  expect(interrupted).toBe(true);
  expect(workloads[0]?.results).toMatchObject([{ strategy: "futex", totalOps: 20_000 }]);
  await expect.poll(() => isAlive(pid)).toBe(false);
  expect(files).not.toBe("");
  expect(existsSync(files)).toBe(false);
});

describe.concurrent("a name of the other kind", () => {
  test.for([
    [["futex"], "futex shares state between threads; add --threads"],
    [["--threads", "2", "mutex"], "mutex lives in one event loop; leave out --threads"],
  ] as const)("%j is refused in one line", async ([words, says]) => {
    expect(await runCommand(words)).toEqual({
      stdout: "",
      stderr: `compare: ${says}\n`,
      exitCode: 2,
    });
  });
});

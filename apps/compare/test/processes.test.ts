/** Real runs over processes, as processes: what `--processes` does to the rows, the files and the end. */
import { existsSync, readdirSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { parseResult, type ResultDocument } from "@sync-strategies/results";
import { isAlive } from "./is-alive.ts";
import { runCommand, type CommandResult, type SendSignal } from "./run-command.ts";
import { digestOfOneLoop, expectLossesOfControl } from "./run-of-members.ts";

describe("a run of two processes", () => {
  let run: CommandResult;
  let document: ResultDocument;

  beforeAll(async () => {
    // With a hold of one microtask, updates of one process overlap by schedule: the control loses some.
    const words = ["./strategies/files.ts", "--processes", "2", "--workload", "contended"];
    const further = ["--hold", "microtask", "--operations", "2000", "--format", "json"];
    run = await runCommand([...words, ...further]);
    document = parseResult(JSON.parse(run.stdout));
  });

  test("says so, and asks what one event loop is asked", async () => {
    const [table] = document.workloads;
    expect(table?.parameters.members).toEqual({ span: "processes", count: 2 });
    expect(table?.digest).toBe(await digestOfOneLoop(table!));
  });

  test("counts every operation once, and finds what the control lost", () => {
    expectLossesOfControl(document, "files-locked", /client 1\d\d \(process [12]\)/);
    expect(run).toMatchObject({ exitCode: 0, stderr: "" });
  });

  test("has no rows of Go, and says so once", () => {
    expect(document.workloads[0]!.results).toHaveLength(2);
    expect(document.notes).toEqual([
      "Go's rows are left out: Go's program has threads, and no processes.",
    ]);
  });
});

/** A run that waits at this point without end. */
interface Waiting {
  /** Where the points are noted that processes have come to. */
  readonly folder: string;
  /** The processes that there are, those of the members included. */
  readonly pids: readonly number[];
  readonly send: SendSignal;
  readonly result: Promise<CommandResult>;
}

const brief = ["--readers", "2", "--writers", "0", "--pause", "0", "--operations", "4"];

/** Resolves when all processes that come to the point have come to it. */
async function runUntil(point: string, processes: number): Promise<Waiting> {
  let result: Promise<CommandResult> | undefined;
  const begun = new Promise<{ folder: string; send: SendSignal }>((resolve) => {
    result = runCommand(["./strategies/processes-wait.ts", "--processes", "2", ...brief], {
      env: { WAITS_AT: point },
      onStderr(text, send) {
        const [, folder] = /files in (\S+)\.\n/.exec(text) ?? [];
        if (folder !== undefined) resolve({ folder, send });
      },
    });
  });
  const { folder, send } = await begun;
  const named = (prefix: string): string[] =>
    readdirSync(folder).filter((name) => name.startsWith(prefix));
  await expect.poll(() => named(`${point}-`).length).toBe(processes);
  const pids = [...new Set(named("").map((name) => Number(name.split("-")[1])))];
  return { folder, pids, send, result: result! };
}

describe.each([
  ["create", 1],
  ["open", 2],
  ["read", 2],
  ["close", 2],
  ["dispose", 1],
])("a run that waits at %s", (point, processes) => {
  test("and is interrupted ends with 130, and leaves no process and no file", async () => {
    const { folder, pids, send, result } = await runUntil(point, processes);
    expect(pids).toHaveLength(point === "create" ? 1 : 3);
    send("SIGINT", "group");
    expect(await result).toMatchObject({ exitCode: 130 });
    await expect.poll(() => pids.filter(isAlive)).toEqual([]);
    expect(existsSync(folder)).toBe(false);
  });
});

test("members and files end with the command, also if it is killed", async () => {
  const { folder, pids, send, result } = await runUntil("read", 2);
  send("SIGKILL", "parent");
  await result;
  await expect.poll(() => pids.filter(isAlive)).toEqual([]);
  const [scratch = ""] = /^.*\/sync-strategies-[^/]+/.exec(folder) ?? [];
  expect(scratch).not.toBe("");
  await expect.poll(() => existsSync(scratch), { timeout: 10_000 }).toBe(false);
});

// What is said of each kind of strategy is tested where it is written, in command-kit.
describe("a name of the other kind, or of none,", () => {
  test.each([
    [["lmdb"], "lmdb shares state between processes; add --processes"],
    [["--processes", "file-lok"], 'unknown strategy "file-lok"; did you mean "file-lock"?'],
    [
      ["--redis", "redis://127.0.0.1", "mutex"],
      "mutex lives in one event loop; leave out --services",
    ],
    [
      ["explore", "redis-lua"],
      "redis-lua keeps its state in redis; explore can order the steps of one event loop only",
    ],
  ] as const)("%j is refused in one line, before anything is installed", async (words, says) => {
    expect(await runCommand(words)).toEqual({
      stdout: "",
      stderr: `compare: ${says}\n`,
      exitCode: 2,
    });
  });
});

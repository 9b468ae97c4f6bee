import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCheck } from "./run-check.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "check-merge-test-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** @param time in milliseconds. */
const event = (
  time: number,
  process: number | string,
  type: string,
  f: string,
  value?: unknown,
): object => ({ process, type, f, value, time: time * 1e6 });

async function save(name: string, ...events: readonly object[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, events.map((one) => `${JSON.stringify(one)}\n`).join(""));
  return path;
}

/** A write that returned at 2 ms. */
const writer = (process: number): Promise<string> =>
  save(
    `writer-${process}.jsonl`,
    event(1, process, "invoke", "write", 1),
    event(2, process, "ok", "write", 1),
    event(3, "nemesis", "info", "kill", "n1"),
  );
/** A read that was called at 4 ms, and does not see it. */
const reader = (process: number): Promise<string> =>
  save(
    `reader-${process}.jsonl`,
    event(4, process, "invoke", "read"),
    event(5, process, "ok", "read", null),
  );

test("files are one history, by the times of their events", async () => {
  const files = [await reader(7), await writer(3)];
  const { stdout, complaints, exitCode } = await runCheck([...files, "--merge"]);
  expect({ complaints, exitCode }).toEqual({ complaints: [], exitCode: 1 });
  expect(stdout).toContain(`${files.join(" + ")}: not linearizable, 2 operations`);
  expect(stdout).toMatch(/Merged from 2 files by the times in their lines, taken as exact/);
  expect(stdout).not.toContain("numbered anew");
  expect(stdout).toMatch(/^ {2}nemesis +!kill n1$/m);
  expect(stdout).toMatch(/^ {2}client 7 +\|B read nothing\|$/m);
});

test("events that are nearer than their clocks are exact count as concurrent", async () => {
  const files = [await writer(3), await reader(7), "--merge"];
  expect((await runCheck([...files, "--error", "999us"])).exitCode).toBe(1);
  const { stdout, exitCode } = await runCheck([...files, "--error", "1ms"]);
  expect(exitCode).toBe(0);
  expect(stdout.replaceAll("\n", " ")).toMatch(
    /wrong by at most 1\.0+ ms: events of different files within 2\.0+ ms/,
  );
});

test("processes of the same number are numbered anew, and the output says so", async () => {
  const { stdout } = await runCheck([await writer(0), await reader(0), "--merge"]);
  expect(stdout.replaceAll("\n", " ")).toContain("the clients are numbered anew");
  expect(stdout).toMatch(/^ {2}client 1 +\|B read nothing\|$/m);
});

test("the merged history ends where the first recorder was full, and the output says so", async () => {
  const full = await save(
    "full.jsonl",
    event(1, 3, "invoke", "write", 1),
    event(2, 3, "ok", "write", 1),
    event(3, "nemesis", "info", "recorder-full", { totalOps: 9 }),
    event(4, "nemesis", "info", "kill", "n1"),
  );
  const { stdout, exitCode } = await runCheck([full, await reader(7), "--merge"]);
  // The read came later, so it may have seen what was not recorded.
  expect(exitCode).toBe(0);
  expect(stdout).toContain("linearizable, the first 1 of 10 operations checked");
  expect(stdout.replaceAll("\n", " ")).toContain(
    `The recorder of ${full} was full first, so the merged history ends there.`,
  );
});

test("JSON says how the history was merged", async () => {
  const words = [await writer(0), await reader(0), "--merge", "--format", "json"];
  const { histories } = JSON.parse((await runCheck(words)).stdout) as {
    histories: { notes: string[] }[];
  };
  expect(histories[0]?.notes).toHaveLength(2);
});

test("a file is refused, with its line, if a time is missing or runs backwards", async () => {
  const good = await writer(3);
  const { time: _, ...untimed } = { time: 0, process: 7, type: "invoke", f: "read" };
  const untimedFile = await save("untimed.jsonl", untimed);
  expect(await runCheck([good, untimedFile, "--merge"])).toMatchObject({
    exitCode: 2,
    complaints: [`${untimedFile}, line 1: it has no "time" to merge it by`],
  });
  const backwards = await save(
    "backwards.jsonl",
    event(6, 1, "invoke", "read"),
    event(4, 2, "invoke", "read"),
    event(5, 1, "ok", "read", null),
  );
  const { exitCode, complaints } = await runCheck([good, backwards, "--merge"]);
  expect(exitCode).toBe(2);
  expect(complaints[0]).toMatch(/backwards\.jsonl, line 3: the time of process 1 runs backwards/);
});

test("what makes no sense together gets one line and exit code 2", async () => {
  const file = await writer(3);
  for (const [words, says] of [
    [[file, "--merge"], "--merge needs two files"],
    [[file, file], "only with --merge"],
    [[file, file, "--merge"], "merged with itself"],
    [[file, "--error", "2ms"], "--error has no effect without --merge"],
    [[file, folder, "--merge"], "a folder cannot be merged"],
    [[file, join(folder, "nowhere"), "--merge"], "there is no such file"],
  ] as const) {
    const { exitCode, complaints, stdout } = await runCheck(words);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(complaints.join("\n")).toContain(says);
  }
});

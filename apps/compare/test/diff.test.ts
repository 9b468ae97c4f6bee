/** Saved results, and what `diff` makes of two of them. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { CommandError } from "@sync-strategies/command-kit";
import type { MeasuredRound, ResultDocument } from "@sync-strategies/results";
import { madeUpDocument } from "@sync-strategies/results/testing";
import type { DiffRequest } from "../src/diff/command-line.ts";
import type * as Diff from "../src/diff/diff.ts";
import type * as SavedResults from "../src/saved/saved-results.ts";
import { printedBy } from "./printed.ts";

let folder: string;
let diff: typeof Diff.diff;
let RunRecord: typeof SavedResults.RunRecord;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "diff-test-"));
  // Read when the module is loaded.
  vi.stubEnv("COMPARE_RUNS_FOLDER", join(folder, "runs"));
  ({ diff } = await import("../src/diff/diff.ts"));
  ({ RunRecord } = await import("../src/saved/saved-results.ts"));
  vi.unstubAllEnvs();
});
afterAll(() => rm(folder, { recursive: true }));

type Mutable<T> = { -readonly [Field in keyof T]: Mutable<T[Field]> };
type Change = (saved: Mutable<ResultDocument>) => void;

/** Six rounds, each a little slower than the one before. */
function result(change: Change = () => {}): ResultDocument {
  const rounds = Array.from({ length: 6 }, (_, round) => ({ elapsedMs: 100 + round }));
  const document = structuredClone(
    madeUpDocument({
      workload: "saturated",
      rows: [
        { strategy: "actor", rounds },
        { strategy: "mutex", rounds },
      ],
      baseline: "mutex",
    }),
  ) as Mutable<ResultDocument>;
  change(document);
  return document;
}

let files = 0;
async function save(content: ResultDocument | string): Promise<string> {
  const path = join(folder, `${++files}.json`);
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

async function runDiff(
  pair: readonly [string, string] | undefined,
  more: Partial<DiffRequest> = {},
): Promise<{ stdout: string; complaints: string[]; exitCode: number }> {
  const complaints: string[] = [];
  let exitCode = -1;
  const request: DiffRequest = {
    files: pair,
    maximumRegression: undefined,
    force: false,
    format: "table",
    ...more,
  };
  const stdout = await printedBy(async () => {
    try {
      exitCode = await diff(request, (line) => complaints.push(line));
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      ({ exitCode } = error);
      complaints.push(error.message);
    }
  });
  return { stdout, complaints, exitCode };
}

/** A result of one strategy, with rounds of about this length: further ones last longer by `spread`. */
function resultOf(
  milliseconds: number,
  spread: number,
  more: { readonly rounds?: number; readonly remarkable?: Partial<MeasuredRound> } = {},
): ResultDocument {
  const rounds = Array.from({ length: more.rounds ?? 10 }, (_, round) => ({
    elapsedMs: milliseconds * (1 + spread * (round % 2)),
    ...more.remarkable,
  }));
  return madeUpDocument({ workload: "saturated", rows: [{ strategy: "actor", rounds }] });
}

const busy = { heapBytes: 0, gcCount: 0, gcMs: 0, cpuMs: 58, threadCpuMs: 58, busyMs: 200 };

describe("a limit on regressions", () => {
  test.each<[string, ResultDocument, ResultDocument, number, RegExp | undefined]>([
    ["keeps what the interval excludes", resultOf(100, 0.01), resultOf(100, 0.01), 0, undefined],
    ["keeps a loss below it", resultOf(100, 0.001), resultOf(103, 0.001), 0, undefined],
    ["finds a loss beyond it", resultOf(100, 0.01), resultOf(120, 0.01), 1, /16\.7% slower, more/],
    [
      "cannot tell from a wide interval, and says how many rounds could",
      resultOf(100, 0.6),
      resultOf(100, 0.6),
      3,
      /cannot tell. The interval, 0\.\d+ to 1\.\d+, reaches to both sides of 0\.950; the smallest slowdown that these rounds could show is \d+\.\d%. About \d+ rounds of each would decide/,
    ],
    [
      "cannot tell a loss that is near it",
      resultOf(100, 0.05),
      resultOf(106, 0.05),
      3,
      /cannot tell/,
    ],
    [
      "cannot tell from one round of each, however much they differ",
      resultOf(100, 0, { rounds: 1 }),
      resultOf(900, 0, { rounds: 1 }),
      3,
      /cannot tell. One round of either says nothing .* --rigorous/,
    ],
    [
      "cannot tell from few rounds",
      resultOf(100, 0.1, { rounds: 5 }),
      resultOf(100, 0.1, { rounds: 10 }),
      3,
      /Fewer than 6 rounds give no interval\. About \d+ rounds/,
    ],
    [
      "cannot tell from disturbed rounds",
      resultOf(100, 0.01),
      resultOf(200, 0.01, { remarkable: { resources: busy } }),
      3,
      /cannot tell. Its speed says nothing of it, now: the machine was busy/,
    ],
    [
      "cannot tell where nothing completed",
      resultOf(100, 0.01),
      resultOf(100, 0.01, { remarkable: { readOps: 0, writeOps: 0, updateOps: 0 } }),
      3,
      /now: nothing completed in 10 of 10 rounds/,
    ],
  ])("%s", async (_, older, newer, exitCode, says) => {
    const pair = [await save(older), await save(newer)] as const;
    const found = await runDiff(pair, { maximumRegression: 0.05 });
    expect(found.exitCode, found.complaints.join()).toBe(exitCode);
    expect(found.complaints).toHaveLength(says === undefined ? 0 : 1);
    if (says !== undefined) expect(found.complaints[0]).toMatch(says);
  });

  test("is not asked for: nothing fails, and ties say what they could not have shown", async () => {
    const path = await save(resultOf(100, 0.01));
    const { stdout, exitCode } = await runDiff([path, path]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /the smallest slowdown that these\s+rounds could show is 0\.\d% for actor/,
    );
  });

  test("an interrupted result says so", async () => {
    const pair = [
      await save(resultOf(100, 0.01)),
      await save({ ...resultOf(100, 0.01), interrupted: true }),
    ] as const;
    expect((await runDiff(pair)).stdout).toContain("The new result was interrupted");
  });
});

describe("saved results", () => {
  test("compared with themselves are ties", async () => {
    const path = await save(result());
    const { stdout, exitCode } = await runDiff([path, path], { format: "json" });
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      changes: [
        { strategy: "actor", standing: "tie", ratio: { value: 1 } },
        { strategy: "mutex", standing: "tie", ratio: { value: 1 } },
      ],
    });
    const table = await runDiff([path, path]);
    expect(table.stdout).toMatch(/^actor +[\d,]+ +[\d,]+ +1\.000 .*~$/m);
  });

  test("that got slower are found, and a limit on that is kept", async () => {
    const fast = await save(result());
    const slow = await save(
      result((saved) => {
        const [row] = saved.workloads[0]!.results;
        for (const { measured } of row!.rounds) measured!.elapsedMs *= 50;
        row!.opsPerSecond! /= 50;
      }),
    );
    const found = await runDiff([fast, slow]);
    expect(found).toMatchObject({ exitCode: 0, complaints: [] });
    expect(found.stdout).toMatch(/^actor .*slower$/m);
    expect(await runDiff([fast, slow], { maximumRegression: 0.05 })).toMatchObject({
      exitCode: 1,
      complaints: ["actor in saturated is 98.0% slower, more than 5.0%"],
    });
    const gone = await save(
      result((saved) => (saved.workloads[0]!.results = saved.workloads[0]!.results.slice(1))),
    );
    expect(await runDiff([fast, gone], { maximumRegression: 0.05 })).toMatchObject({
      exitCode: 1,
      complaints: ["actor in saturated is not in the new result"],
    });
    expect(await runDiff([slow, fast], { maximumRegression: 0.05 })).toMatchObject({
      exitCode: 0,
      complaints: [],
    });
  });

  test("of one round have no intervals", async () => {
    const path = await save(madeUpDocument({ rows: [{ strategy: "actor" }] }));
    const { stdout } = await runDiff([path, path]);
    expect(stdout).toMatch(/^actor +[\d,]+ +[\d,]+ +\d+\.\d{3}$/m);
    expect(stdout).toContain("no intervals");
  });

  test.each<[string, Change, RegExp]>([
    ["another machine", (saved) => (saved.environment.cpu = "Abacus"), /cpu was .* and is Abacus/],
    ["another workload", (saved) => (saved.workloads[0]!.digest = "0"), /digest differs/],
    [
      "runs of threads",
      (saved) => (saved.workloads[0]!.parameters.members = { span: "threads", count: 2 }),
      /saturated ran in one event loop and now runs in 2 threads/,
    ],
    [
      "runs of processes",
      (saved) => (saved.workloads[0]!.parameters.members = { span: "processes", count: 2 }),
      /saturated ran in one event loop and now runs in 2 processes/,
    ],
    [
      "runs that were not checked",
      (saved) => {
        for (const row of saved.workloads[0]!.results) row.check = null;
      },
      /was checked and is unchecked/,
    ],
  ])("of %s are refused without --force", async (_, change, says) => {
    const pair = [await save(result()), await save(result(change))] as const;
    const refused = await runDiff(pair);
    expect(refused).toMatchObject({ exitCode: 2, stdout: "" });
    expect(refused.complaints).toEqual([expect.stringMatching(says)]);
    expect(await runDiff(pair, { force: true })).toMatchObject({ exitCode: 0 });
  });

  test.each<[string, () => string, string]>([
    ["that are damaged", () => JSON.stringify(result()).slice(0, 500), "is damaged"],
    [
      "of another schema version",
      () => JSON.stringify({ ...result(), schemaVersion: 1 }),
      "schema version is 1",
    ],
    [
      "with a figure that is none",
      () =>
        JSON.stringify(
          result((saved) => (saved.workloads[0]!.results[0]!.totalOps = "many" as never)),
        ),
      "workloads.0.results.0.totalOps",
    ],
    ["without workloads", () => '{"schemaVersion":5}', "no saved result"],
  ])("%s are refused with one line", async (_, text, says) => {
    const refused = await runDiff([await save(result()), await save(text())]);
    expect(refused).toMatchObject({ exitCode: 2, stdout: "" });
    expect(refused.complaints).toEqual([expect.stringContaining(says)]);
    expect(refused.complaints[0]).not.toContain("\n");
  });

  test("that are not there are refused", async () => {
    const refused = await runDiff([await save(result()), "nowhere.json"]);
    expect(refused).toMatchObject({ exitCode: 2, stdout: "" });
    expect(refused.complaints).toEqual(["nowhere.json: there is no such file"]);
  });
});

test("the last two runs are compared where no files are named", async () => {
  expect(await runDiff(undefined)).toMatchObject({
    exitCode: 2,
    complaints: [expect.stringContaining("there are not two runs to compare yet")],
  });
  vi.useFakeTimers({ toFake: ["Date"] });
  try {
    for (const [second, document] of [result(), result(), result()].entries()) {
      vi.setSystemTime(new Date(2026, 0, 1, 0, 0, second));
      const record = await RunRecord.open();
      // The first run is of something else; only the last two matter.
      if (second === 0) document.workloads[0]!.digest = "0";
      record.keep(JSON.stringify(document));
      expect(record.problem).toBeUndefined();
    }
  } finally {
    vi.useRealTimers();
  }
  const { stdout, exitCode } = await runDiff(undefined);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^actor .*~$/m);
});

/** Saved results, and what `diff` makes of two of them. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { CommandError } from "@sync-strategies/command-kit";
import type { ResultDocument } from "@sync-strategies/results";
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
    ["without workloads", () => '{"schemaVersion":4}', "no saved result"],
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

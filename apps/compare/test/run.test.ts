/**
 * Real runs, as processes, each read by several tests. What ends a run is a number of operations,
 * so that every row has the same number however slow the machine is.
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DEFAULT_BUDGET } from "@sync-strategies/linearizability";
import { renderReport } from "@sync-strategies/report";
import { parseResult, renderCsv, type ResultDocument } from "@sync-strategies/results";
import { check } from "../src/check/check.ts";
import { printedBy } from "./printed.ts";
import { runCommand, type CommandResult } from "./run-command.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "run-test-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("a strategy that starves its readers is named, and refused by a limit", async () => {
  const { stdout, stderr, exitCode } = await runCommand([
    "./strategies/starves-readers.ts",
    "--readers",
    "5",
    "--writers",
    "2",
    "--pause",
    "0",
    "--operations",
    "50000",
    "--no-reference",
    "--no-check",
    "--fail-if",
    "starved>0",
  ]);
  expect(stdout.replaceAll(/\s+/g, " ")).toContain(
    "readers 0 to 4 were starved: each completed 1 read",
  );
  expect(stdout).toContain("starved clients, not ranked");
  expect(stderr).toMatch(/starves-readers in custom: starved is 5, which "starved>0" forbids/);
  expect(exitCode).toBe(1);
});

describe("a run of all strategies, with everything kept", () => {
  let run: CommandResult;
  let document: ResultDocument;

  beforeAll(async () => {
    // With a hold of one microtask, updates of one key overlap by schedule: the control loses some.
    run = await runCommand([
      "--workload",
      "contended",
      "--hold",
      "microtask",
      "--operations",
      "2000",
      "--no-reference",
      "--format",
      "json",
      "--fail-if",
      "ops/s>1",
      "--fail-if",
      "total<1",
      "--save",
      join(folder, "saved.json"),
      "--report",
      join(folder, "report.html"),
      "--save-history",
      join(folder, "run.jsonl"),
    ]);
    document = parseResult(JSON.parse(run.stdout));
  });

  test("prints one JSON document and nothing else", () => {
    expect(document).toMatchObject({ schemaVersion: 6, interrupted: false });
    expect(document.environment).toMatchObject({ node: process.version, seed: 1 });
    expect(document.workloads).toMatchObject([
      { workload: "contended", digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
  });

  test("counts every operation once, and no other", () => {
    for (const row of document.workloads[0]!.results) {
      const { measured } = row.rounds[0]!;
      expect(row.status, row.strategy).toBe("completed");
      expect(row.totalOps, row.strategy).toBe(2000);
      expect(row.totalOps).toBe((row.readOps ?? 0) + (row.writeOps ?? 0) + (row.updateOps ?? 0));
      expect(measured?.perClientOps).toHaveLength(110);
      expect(measured?.perClientOps.reduce((sum, ops) => sum + ops, 0)).toBe(2000);
      const called = 2000 + (measured?.inFlightAtDeadline ?? 0);
      expect(row.check, row.strategy).toMatchObject({ checkedOps: called, totalOps: called });
      expect(row.resources?.heapBytes, row.strategy).toBeGreaterThan(0);
      expect(row.fairness?.update, row.strategy).toMatchObject({ clients: 10 });
    }
  });

  test("loses updates with the control alone, and says how many", () => {
    const rows = document.workloads[0]!.results;
    expect(rows.map(({ strategy }) => strategy)).toEqual(
      expect.arrayContaining(["channels", "mutex", "actor", "unsynchronized"]),
    );
    for (const { kind, state, strategy, verdict, check: found } of rows) {
      expect(state?.acknowledgedUpdates, strategy).toBeGreaterThan(0);
      if (kind === "control") {
        expect(state?.lostUpdates).toBeGreaterThan(0);
        expect(verdict).toBe("not-linearizable");
        expect(found).toMatchObject({ rule: "lost-update" });
      } else {
        expect(state?.lostUpdates, strategy).toBe(0);
        expect(verdict, strategy).toBe("linearizable");
      }
    }
  });

  test("names each strategy that crossed a limit, and exits with 1", () => {
    expect(run.exitCode).toBe(1);
    const compared = document.workloads[0]!.results.filter(({ kind }) => kind === "strategy");
    expect(run.stderr.trimEnd().split("\n")).toEqual(
      compared.map(({ strategy }) =>
        expect.stringMatching(
          new RegExp(`^compare: ${strategy} in contended: ops/s is [\\d,]+, which "ops/s>1"`),
        ),
      ),
    );
  });

  test("saves what it prints, and the report of it", async () => {
    expect(parseResult(JSON.parse(await readFile(join(folder, "saved.json"), "utf8")))).toEqual(
      document,
    );
    expect(await readFile(join(folder, "report.html"), "utf8")).toBe(renderReport(document));
    expect(renderCsv(document).split("\r\n")).toHaveLength(
      document.workloads[0]!.results.length + 2,
    );
  });

  test("saves histories that can be checked again, with the same verdict", async () => {
    expect(document.notes.join(" ")).toContain("Histories are saved as");
    for (const row of document.workloads[0]!.results) {
      const path = join(folder, `run.contended.${row.strategy}.jsonl`);
      const printed = await printedBy(() =>
        check(
          {
            paths: [path],
            merge: undefined,
            budget: DEFAULT_BUDGET,
            independent: false,
            order: false,
            saveOrder: undefined,
            format: "json",
          },
          () => {},
        ),
      );
      expect(JSON.parse(printed), row.strategy).toMatchObject({
        histories: [
          {
            check: {
              verdict: row.verdict,
              engine: row.check?.engine,
              checkedOps: row.check?.checkedOps,
            },
          },
        ],
      });
    }
  });
});

describe("a run of strategies in files, without checks", () => {
  let run: CommandResult;

  beforeAll(async () => {
    const sound = fileURLToPath(new URL("strategies/sound.ts", import.meta.url));
    const file = join(folder, "my-strategy.ts");
    await writeFile(file, `export { default } from ${JSON.stringify(sound)};\n`);
    run = await runCommand([
      "--",
      file,
      "./strategies/tells-its-process.ts",
      "channels",
      "mutex-store",
      "--workload",
      "paced,saturated",
      "--operations",
      "500",
      "--no-check",
      "--no-reference",
    ]);
  });

  test("has a table for each workload, with a row for each in the order of their names", () => {
    expect(run.exitCode).toBe(0);
    for (const workload of ["paced", "saturated"]) {
      expect(run.stdout).toMatch(new RegExp(`^${workload}: .*\\?$`, "m"));
    }
    const rows = [...run.stdout.matchAll(/^([a-z-]+) +[\d,]+ /gm)].map(([, name]) => name);
    const names = ["sound", "tells-its-process", "channels", "mutex"];
    expect(rows).toEqual([...names, ...names]);
    expect(run.stdout).not.toContain("\u001B");
  });

  test("keeps what a strategy prints out of the results", () => {
    expect(run.stderr).toMatch(/^running in process \d+\.$/m);
    expect(run.stdout).not.toContain("running in process");
  });

  test("says that nothing was recorded", () => {
    expect(run.stdout).toMatch(/^mutex .* unchecked$/m);
    expect(run.stdout).toContain("No history was recorded or checked");
  });
});

test("two rounds of an open loop compare what arrives", async () => {
  const words = ["actor", "mutex", "--rate", "2000", "--max-in-flight", "50", "--rounds", "2"];
  const { stdout, stderr, exitCode } = await runCommand([
    ...words,
    "--operations",
    "200",
    "--no-reference",
    "--format",
    "json",
  ]);
  expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
  const [table] = parseResult(JSON.parse(stdout)).workloads;
  expect(table).toMatchObject({
    parameters: { ratePerSecond: 2000, maximumInFlight: 50 },
    comparison: { baseline: "mutex", obstacle: "open-loop" },
  });
  for (const row of table!.results) {
    expect(row).toMatchObject({ totalOps: 200, verdict: "linearizable" });
    expect(row.openLoop?.arrivals).toBeGreaterThanOrEqual(200);
    expect(row.openLoop?.mostInFlight).toBeLessThanOrEqual(50);
  }
});

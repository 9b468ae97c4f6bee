import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ResultDocument, StrategyResult } from "@sync-strategies/results";
import { runCommand } from "./run-command.ts";

/** Short, and few clients: these tests are about what is done with figures, not about figures. */
const brief = ["--no-reference", "--duration", "20ms", "--readers", "4", "--writers", "2"];
const saturated = ["--workload", "saturated", ...brief];

type Mutable<T> = { -readonly [Field in keyof T]: Mutable<T[Field]> };

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rounds-test-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function runJson(...words: string[]): Promise<ResultDocument & { exitCode: number | null }> {
  const { stdout, exitCode } = await runCommand([...words, "--format", "json"]);
  return { ...(JSON.parse(stdout) as ResultDocument), exitCode };
}

describe("rounds", () => {
  let document: ResultDocument;
  let rows: Record<string, StrategyResult>;

  beforeAll(async () => {
    document = await runJson("actor", "mutex", "unsynchronized", "--rounds", "6", ...saturated);
    rows = Object.fromEntries(
      document.workloads[0]?.results.map((row) => [row.strategy, row]) ?? [],
    );
  }, 60_000);

  test("are complete blocks, in an order that changes, with the baseline twice", () => {
    const { order = [] } = document.workloads[0] ?? {};
    expect(order).toHaveLength(6);
    for (const names of order) {
      expect(names.toSorted()).toEqual(["actor", "mutex", "mutex (again)", "unsynchronized"]);
    }
    expect(new Set(order.map((names) => names.join())).size).toBeGreaterThan(1);
  });

  test("leave every raw value in the row, and figures that follow from them", () => {
    const { rounds, opsPerSecond, opsPerSecondInterval, totalOps, check } = rows["actor"]!;
    const speeds = rounds.map(({ measured }) => {
      const { readOps, writeOps, updateOps, elapsedMs } = measured!;
      return ((readOps + writeOps + updateOps) / elapsedMs) * 1000;
    });
    expect(rounds.map(({ round }) => round)).toEqual([1, 2, 3, 4, 5, 6]);
    const product = speeds.reduce((sum, speed) => sum + Math.log(speed), 0);
    expect(opsPerSecond! / Math.exp(product / 6)).toBeCloseTo(1, 9);
    expect(opsPerSecondInterval?.low).toBeLessThan(opsPerSecond!);
    expect(opsPerSecondInterval?.high).toBeGreaterThan(opsPerSecond!);
    expect(totalOps).toBeGreaterThan(0);
    expect(check?.checkedOps).toBe(
      rounds.reduce((sum, { measured }) => sum + measured!.check!.checkedOps, 0),
    );
  });

  test("give ratios to the baseline, and tiers of the strategies alone", () => {
    const { comparison, baselineAgain } = document.workloads[0]!;
    expect(comparison?.baseline).toBe("mutex");
    expect(baselineAgain?.rounds).toHaveLength(6);
    expect(rows["mutex"]).toMatchObject({ standing: "baseline", ratio: null });
    expect(rows["actor"]?.ratio).toMatchObject({ count: 6 });
    expect(rows["actor"]?.ratio?.value).toBeGreaterThan(1);
    expect(rows["unsynchronized"]).toMatchObject({ standing: null, tier: null });
    if (comparison?.obstacle === undefined) {
      expect(comparison?.tiers?.flat().toSorted()).toEqual(["actor", "mutex"]);
    } else {
      expect(comparison.tiers).toBeUndefined();
    }
  });

  test("tell what an operation took of the machine, and how fair it was", () => {
    const { resources, fairness } = rows["actor"]!;
    expect(resources?.heapBytes).toBeGreaterThan(0);
    expect(resources?.cpuNs).toBeGreaterThan(0);
    expect(fairness?.read).toMatchObject({ clients: 4, starved: 0 });
    expect(fairness?.write?.jainIndex).toBeLessThanOrEqual(1);
  });
});

/** A strategy that is sound until its last run: `goWrong` is what its reads then do. */
async function soundUntil(run: number, name: string, goWrong: string): Promise<string> {
  const marks = join(folder, `${name}.marks`);
  const file = join(folder, `${name}.ts`);
  const sound = new URL("strategies/sound-store.ts", import.meta.url).pathname;
  await writeFile(marks, "");
  await writeFile(
    file,
    `import { appendFileSync, readFileSync } from "node:fs";
import { SoundStore, strategy } from ${JSON.stringify(sound)};
// Each process, and so each run, leaves one mark.
appendFileSync(${JSON.stringify(marks)}, "x");
const isLast = readFileSync(${JSON.stringify(marks)}, "utf8").length > ${run};
class Later extends SoundStore {
  read(key) {
    if (isLast) ${goWrong};
    return super.read(key);
  }
}
export default strategy(${JSON.stringify(name)}, () => new Later());
`,
  );
  return file;
}

describe("a strategy that goes wrong in a later round", () => {
  test("is shown with its round, not run again, not ranked, and leaves the others' verdicts standing", async () => {
    // It is also loaded once to be asked for its name.
    const file = await soundUntil(3, "hangs-later", "return new Promise(() => {})");
    const { workloads, exitCode } = await runJson(
      file,
      "actor",
      "mutex",
      "--rounds",
      "6",
      ...saturated,
    );
    expect(exitCode).toBe(1);
    const [later, actor, mutex] = workloads[0]!.results;
    expect(later).toMatchObject({ strategy: "hangs-later", status: "hung", tier: null });
    expect(later?.problem).toMatch(/^in round 3 of 6: hung while warming up: no operation/);
    expect(later?.rounds.map(({ status }) => status)).toEqual(["completed", "completed", "hung"]);
    expect(actor).toMatchObject({ status: "completed", ratio: { count: 6 } });
    expect(mutex?.rounds).toHaveLength(6);
    expect(workloads[0]?.comparison?.contenders.map(({ name }) => name)).toEqual(["actor"]);
  });

  test("hands on its place if it was the baseline, and the next one runs twice from then on", async () => {
    const file = await soundUntil(1, "throws-first", 'throw new Error("enough")');
    const { workloads } = await runJson(file, "actor", "channels", "--rounds", "7", ...saturated);
    const { comparison, order, baselineAgain, results } = workloads[0]!;
    expect(comparison).toMatchObject({ baseline: "actor", aaCheck: { ratio: { count: 6 } } });
    expect(order.map((names) => names.filter((name) => name.endsWith("(again)")))).toEqual([
      ["throws-first (again)"],
      ...Array.from({ length: 6 }, () => ["actor (again)"]),
    ]);
    expect(baselineAgain).toMatchObject({ strategy: "actor", status: "completed" });
    expect(results[2]).toMatchObject({ strategy: "channels", ratio: { count: 7 } });
  });
});

describe("knobs", () => {
  test("a number of operations ends the run, and no other is counted", async () => {
    const words = ["mutex", "--workload", "saturated", "--operations", "5000", "--no-reference"];
    const { workloads } = await runJson(...words);
    expect(workloads[0]?.parameters).toMatchObject({ operations: 5000, durationMs: null });
    expect(workloads[0]?.results[0]).toMatchObject({ totalOps: 5000, verdict: "linearizable" });
  });

  test("arrivals of an open loop are counted, dropped ones too, and latency starts with them", async () => {
    const words = ["mutex", "--rate", "2000", "--max-in-flight", "50", "--duration", "200ms"];
    const { workloads } = await runJson(...words, "--no-reference");
    expect(workloads[0]?.parameters).toMatchObject({ ratePerSecond: 2000, maximumInFlight: 50 });
    const [row] = workloads[0]!.results;
    // How many find no room depends on the machine.
    expect(row).toMatchObject({
      verdict: "linearizable",
      openLoop: { dropped: expect.any(Number) },
    });
    expect(row?.openLoop?.arrivals).toBeGreaterThan(300);
    const { stdout } = await runCommand([...words, "--no-reference"]);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain("from each operation's intended start");
  });

  test("keys are drawn as asked, and that is part of the digest", async () => {
    const digests = await Promise.all(
      ["uniform", "zipf", "hotspot"].map(async (distribution) => {
        const words = ["actor", "--distribution", distribution, "--keys", "50", ...saturated];
        return (await runJson(...words)).workloads[0]?.digest;
      }),
    );
    expect(new Set(digests).size).toBe(3);
  });

  test("further workloads have names", async () => {
    const words = ["actor", "--workload", "read-heavy,write-heavy", "--no-reference"];
    const { workloads } = await runJson(...words, "--duration", "20ms");
    expect(workloads.map(({ parameters }) => [parameters.readers, parameters.writers])).toEqual([
      [95, 5],
      [50, 50],
    ]);
  });

  test("a sweep runs at every value, and ends with the curve", async () => {
    const words = ["actor", "mutex", "--workload", "saturated", "--sweep", "readers=1,4,16"];
    const { workloads } = await runJson(...words, "--no-reference", "--duration", "20ms");
    expect(workloads.map(({ sweep }) => sweep)).toEqual([
      { knob: "readers", value: 1 },
      { knob: "readers", value: 4 },
      { knob: "readers", value: 16 },
    ]);
    expect(workloads.map(({ parameters }) => parameters.readers)).toEqual([1, 4, 16]);
    const { stdout } = await runCommand([...words, "--no-reference", "--duration", "20ms"]);
    expect(stdout).toMatch(/^saturated, ops\/s by readers$/m);
    expect(stdout).toMatch(/^readers +1 +4 +16 +curve$/m);
    expect(stdout).toMatch(/^mutex +[\d,]+ +[\d,]+ +[\d,]+ +[▁▂▃▄▅▆▇█]{3}$/m);
  }, 30_000);
});

describe("limits", () => {
  test("that are crossed are named, one line each, with exit code 1", async () => {
    const words = ["mutex", ...saturated, "--fail-if", "ops/s>1", "--fail-if", "total<1"];
    const result = await runCommand(words);
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toMatch(
      /^compare: mutex in saturated: ops\/s is [\d,]+, which "ops\/s>1"/,
    );
    expect(result.stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  test("that hold change nothing, and the control is not held to any", async () => {
    const words = ["mutex", "unsynchronized", "--updaters", "4", "--fail-if", "lost>0", ...brief];
    expect(await runCommand(words)).toMatchObject({ exitCode: 0, stderr: "" });
  });
});

describe("saved results", () => {
  let path: string;

  beforeAll(async () => {
    path = join(folder, "saved.json");
    const words = ["actor", "mutex", "--rounds", "6", "--save", path, ...saturated];
    await runCommand(words);
  }, 60_000);

  async function changed(
    name: string,
    change: (saved: Mutable<ResultDocument>) => void,
  ): Promise<string> {
    const saved = JSON.parse(await readFile(path, "utf8")) as Mutable<ResultDocument>;
    change(saved);
    const file = join(folder, name);
    await writeFile(file, JSON.stringify(saved));
    return file;
  }

  test("compared with themselves are ties", async () => {
    const { stdout, exitCode } = await runCommand(["diff", path, path, "--format", "json"]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      changes: [
        { strategy: "actor", standing: "tie", ratio: { value: 1 } },
        { strategy: "mutex", standing: "tie", ratio: { value: 1 } },
      ],
    });
    const table = await runCommand(["diff", path, path]);
    expect(table.stdout).toMatch(/^actor +[\d,]+ +[\d,]+ +1\.000 .*~$/m);
  });

  test("that got slower are found, and a limit on that is kept", async () => {
    const slower = await changed("slower.json", (saved) => {
      const [row] = saved.workloads[0]!.results;
      for (const { measured } of row!.rounds) measured!.elapsedMs *= 50;
      row!.opsPerSecond! /= 50;
    });
    const found = await runCommand(["diff", path, slower]);
    expect(found.exitCode).toBe(0);
    expect(found.stdout).toMatch(/^actor .*slower$/m);
    const refused = await runCommand(["diff", path, slower, "--max-regression", "5%"]);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toMatch(
      /^compare: actor in saturated is 9[78]\.\d% slower, more than 5\.0%\n$/,
    );
    const gone = await changed(
      "gone.json",
      (saved) => (saved.workloads[0]!.results = saved.workloads[0]!.results.slice(1)),
    );
    const missing = await runCommand(["diff", path, gone, "--max-regression", "5%"]);
    expect(missing.exitCode).toBe(1);
    expect(missing.stderr).toBe("compare: actor in saturated is not in the new result\n");
    const faster = await runCommand(["diff", slower, path, "--max-regression", "5%"]);
    expect(faster).toMatchObject({ exitCode: 0, stderr: "" });
  });

  test.each<[string, (saved: Mutable<ResultDocument>) => void, RegExp]>([
    ["another machine", (saved) => (saved.environment.cpu = "Abacus"), /cpu was .* and is Abacus/],
    ["another workload", (saved) => (saved.workloads[0]!.digest = "0"), /asked something else/],
    [
      "runs that nobody checked",
      (saved) => {
        for (const row of saved.workloads[0]!.results) row.check = null;
      },
      /was checked and is unchecked/,
    ],
  ])("of %s are refused without --force", async (name, change, says) => {
    const other = await changed(`${name}.json`, change);
    const result = await runCommand(["diff", path, other]);
    expect(result).toMatchObject({ exitCode: 2, stdout: "" });
    expect(result.stderr).toMatch(says);
    expect(result.stderr.trimEnd().split("\n")).toHaveLength(1);
    expect((await runCommand(["diff", path, other, "--force"])).exitCode).toBe(0);
  });

  test.each<[string, (saved: Mutable<ResultDocument>) => void, RegExp]>([
    [
      "of another schema version",
      (saved) => (saved.schemaVersion = 1 as never),
      /schema version is 1/,
    ],
    [
      "with a figure that is none",
      (saved) => (saved.workloads[0]!.results[0]!.totalOps = "many" as never),
      /workloads\.0\.results\.0\.totalOps/,
    ],
    [
      "without workloads",
      (saved) => delete (saved as Partial<typeof saved>).workloads,
      /workloads/,
    ],
  ])("%s are refused", async (name, change, says) => {
    const result = await runCommand(["diff", path, await changed(`${name}.json`, change)]);
    expect(result).toMatchObject({ exitCode: 2, stdout: "" });
    expect(result.stderr).toMatch(says);
    expect(result.stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  test("that are damaged or missing are refused", async () => {
    const damaged = join(folder, "damaged.json");
    await writeFile(damaged, (await readFile(path, "utf8")).slice(0, 500));
    for (const [file, says] of [
      [damaged, "is damaged"],
      ["nowhere.json", "there is no such file"],
    ] as const) {
      const result = await runCommand(["diff", path, file]);
      expect(result).toMatchObject({ exitCode: 2, stdout: "" });
      expect(result.stderr).toContain(says);
    }
  });
});

describe("the last two runs", () => {
  test("are kept by themselves, and compared where no files are named", async () => {
    const env = { COMPARE_RUNS_FOLDER: join(folder, "runs") };
    const none = await runCommand(["diff"], { env });
    expect(none).toMatchObject({ exitCode: 2, stdout: "" });
    expect(none.stderr).toContain("there are not two runs to compare yet");
    for (const seed of ["1", "1", "2"]) {
      await runCommand(["actor", "--seed", seed, ...saturated], { env });
    }
    const refused = await runCommand(["diff"], { env });
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain("asked something else");
    await runCommand(["actor", "--seed", "2", ...saturated], { env });
    const { stdout, exitCode } = await runCommand(["diff"], { env });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^actor +[\d,]+ +[\d,]+ +\d+\.\d{3}$/m);
    expect(stdout).toContain("no intervals");
  });
});

describe("words that make no sense", () => {
  test.each([
    ["an unknown knob", ["--sweep", "reader=1,2"], 'did you mean "readers"'],
    ["a sweep of one value", ["--sweep", "readers=1"], "two or more"],
    ["a sweep over nothing", ["--sweep", "readers"], "KNOB=a,b,c"],
    ["a sweep with a value that is none", ["--sweep", "keys=1,0"], "from 1"],
    ["a sweep of a flag", ["--sweep", "readers=1,2", "--readers", "3"], "exclude each other"],
    ["rounds twice", ["--rigorous", "--rounds", "3"], "--rounds 10"],
    ["no rounds", ["--rounds", "0"], "--rounds"],
    ["two ends", ["--duration", "1s", "--operations", "5"], "exclude each other"],
    ["a pause in an open loop", ["--rate", "100", "--pause", "1ms"], "pause"],
    ["a cap on a closed loop", ["--max-in-flight", "3"], "maximum in flight"],
    ["a distribution of one key", ["--distribution", "zipf", "--keys", "1"], "one key"],
    ["an unknown metric", ["--fail-if", "p98>1ms"], 'did you mean "p9'],
    ["a limit without a unit", ["--fail-if", "p99>5"], "--fail-if"],
    ["a limit that is none", ["--fail-if", "p99=5ms"], "METRIC>VALUE"],
    ["a baseline that does not run", ["actor", "--baseline", "mutex"], "--baseline mutex"],
    ["one result to compare", ["diff", "a.json"], "two results"],
    ["a share without a percent sign", ["diff", "--max-regression", "5"], "5%"],
  ])("%s gets one line and exit code 2", async (_, words, says) => {
    const result = await runCommand(words);
    expect(result).toMatchObject({ exitCode: 2, stdout: "" });
    expect(result.stderr.trimEnd().split("\n"), result.stderr).toHaveLength(1);
    expect(result.stderr).toContain(says);
  });

  test.each(["--save", "--report"])(
    "%s to a place that is not there exits with 4",
    async (flag) => {
      const result = await runCommand(["mutex", flag, "nowhere/file", ...saturated]);
      expect(result).toMatchObject({ exitCode: 4, stdout: "" });
      expect(result.stderr).toContain(`${flag} nowhere/file: its folder does not exist`);
    },
  );
});

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parseResult, type ResultDocument } from "@sync-strategies/results";
import { commandEnvironment, runCommand, type CommandResult } from "./run-command.ts";

/** Short enough for a test, long enough for every client to get a turn. */
const brief = ["--duration", "40ms", "--no-reference"];

async function runJson(...words: string[]): Promise<ResultDocument & { exitCode: number | null }> {
  const { stdout, exitCode } = await runCommand([...words, "--format", "json"]);
  return { ...(JSON.parse(stdout) as ResultDocument), exitCode };
}

function expectOneLine({ stderr }: CommandResult, ...words: readonly (string | RegExp)[]): void {
  expect(stderr.trimEnd().split("\n"), stderr).toHaveLength(1);
  for (const word of words) expect(stderr).toMatch(word);
  expect(stderr).not.toMatch(/\n\s+at /);
}

describe("a comparison", () => {
  test("prints one table a workload, with a row for each strategy and the control", async () => {
    const { stdout, exitCode } = await runCommand([
      ...["--workload", "paced,saturated,contended"],
      ...brief,
    ]);
    expect(exitCode).toBe(0);
    for (const workload of ["paced", "saturated", "contended"]) {
      expect(stdout).toMatch(new RegExp(`^${workload}: .*\\?$`, "m"));
    }
    for (const strategy of ["channels", "mutex", "actor", "unsynchronized"]) {
      expect(stdout.match(new RegExp(`^${strategy} +[\\d,]+`, "gm")), strategy).toHaveLength(3);
    }
    expect(stdout).toMatch(/^strategy +readOps +writeOps +total .*verdict/m);
    expect(stdout).toMatch(/^strategy +readOps +updates +total .*lost +verdict/m);
    expect(stdout).toMatch(/^mutex .* linearizable, [\d,]+$/m);
    expect(stdout).toMatch(/^unsynchronized .* NOT linearizable, [\d,]+$/m);
    expect(stdout).toMatch(/^unsynchronized: A lost update: client \d+ and client \d+/m);
    expect(stdout).toMatch(/^ {2}client \d+ +\|A nothing -> \d+/m);
    const prose = stdout.replaceAll(/\s+/g, " ");
    expect(prose).toMatch(/unsynchronized lost [\d,]+ of [\d,]+ updates/);
    expect(prose).toMatch(/the other \d+ lost none/);
  });

  test("with --no-check records nothing, says so, and still looks at the final state", async () => {
    const { stdout, stderr, exitCode } = await runCommand([
      ...["mutex", "unsynchronized", "--workload", "contended", "--no-check"],
      ...brief,
    ]);
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
    expect(stdout).toMatch(/^mutex .* 0 +unchecked$/m);
    expect(stdout).toMatch(/^unsynchronized .* [1-9]\d* +unchecked$/m);
    expect(stdout).toContain("No history was recorded or checked");
    const { exitCode: wrongState } = await runCommand([
      ...["strategies/loses-updates.ts", "--workload", "contended", "--no-check"],
      ...brief,
    ]);
    expect(wrongState).toBe(1);
  });

  test("prints one JSON document and nothing else", async () => {
    const { stdout, stderr, exitCode } = await runCommand([
      ...["channels", "--readers", "3", "--updaters", "2", "--format", "json"],
      ...brief,
    ]);
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
    const document = JSON.parse(stdout) as ResultDocument;
    expect(document).toMatchObject({ schemaVersion: 4, interrupted: false });
    expect(document.environment).toMatchObject({ node: process.version, seed: 1 });
    const [workload] = document.workloads;
    expect(workload).toMatchObject({
      workload: "custom",
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const [row] = workload?.results ?? [];
    expect(row).toMatchObject({
      strategy: "channels",
      status: "completed",
      verdict: "linearizable",
    });
    expect(row?.totalOps).toBe((row?.readOps ?? 0) + (row?.writeOps ?? 0) + (row?.updateOps ?? 0));
    expect(row?.totalOps).toBeGreaterThan(0);
    expect(row?.rounds[0]?.measured?.perClientOps.reduce((sum, ops) => sum + ops, 0)).toBe(
      row?.totalOps,
    );
    expect(row?.rounds[0]?.measured?.perClientOps).toHaveLength(15);
    const called = (row?.totalOps ?? 0) + (row?.rounds[0]?.measured?.inFlightAtDeadline ?? 0);
    expect(row?.check).toMatchObject({ engine: "zones", totalOps: called, checkedOps: called });
  });

  test("loses updates with the control alone, and says how many", async () => {
    const { workloads, exitCode } = await runJson("--workload", "contended", ...brief);
    expect(exitCode).toBe(0);
    for (const row of workloads[0]?.results ?? []) {
      const { kind, state, strategy, verdict, check } = row;
      const called = (row.totalOps ?? 0) + (row.rounds[0]?.measured?.inFlightAtDeadline ?? 0);
      expect(check, strategy).toMatchObject({ checkedOps: called, totalOps: called });
      expect(state?.acknowledgedUpdates, strategy).toBeGreaterThan(0);
      if (kind === "control") {
        expect(state?.lostUpdates).toBeGreaterThan(0);
        expect(verdict).toBe("not-linearizable");
        expect(check).toMatchObject({ rule: "lost-update" });
      } else {
        expect(state?.lostUpdates, strategy).toBe(0);
        expect(verdict, strategy).toBe("linearizable");
      }
    }
  });

  test("asks every strategy the same, run after run, and something else for another seed", async () => {
    const words = "--readers 7 --writers 3 --keys 2 --pause 2ms --no-reference".split(" ");
    const digests = await Promise.all(
      [
        ["--seed", "5", "--duration", "30ms"],
        ["--seed", "5", "--duration", "60ms"],
        ["--seed", "6", "--duration", "30ms"],
      ].map(async (more) => (await runJson(...words, ...more)).workloads[0]?.digest),
    );
    expect(digests[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(digests[1]).toBe(digests[0]);
    expect(digests[2]).not.toBe(digests[0]);
  });

  test("writes CSV with a line for each row, and Markdown with a table", async () => {
    const csv = await runCommand(["actor", "mutex", "--format", "csv", ...brief]);
    const lines = csv.stdout.trimEnd().split("\r\n");
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^workload,sweep,digest,strategy,.*readOps,writeOps/);
    // A comma within quotes belongs to its field.
    const fields = lines.map((line) => line.replaceAll(/"[^"]*"/g, "").split(",").length);
    expect(new Set(fields).size).toBe(1);
    const markdown = await runCommand(["actor", "--format", "markdown", ...brief]);
    expect(markdown.stdout).toMatch(/^\| strategy \| readOps \| writeOps \|/m);
    expect(markdown.stdout).toMatch(/^\| actor \| [\d,]+ \|/m);
  });

  test("keeps each line within the terminal's width", async () => {
    for (const columns of [80, 100, 120]) {
      const words = ["actor", "unsynchronized", "--workload", "contended", ...brief];
      const { stdout } = await runCommand(words, {
        env: { COLUMNS: String(columns) },
      });
      const widest = Math.max(...stdout.split("\n").map((line) => line.length));
      expect(widest, stdout).toBeLessThanOrEqual(columns);
      expect(stdout).toContain("lost");
    }
  });

  test("colours what it prints only when told to", async () => {
    const plain = await runCommand(["actor", ...brief]);
    expect(plain.stdout).not.toContain("\u001B");
    const coloured = await runCommand(["actor", ...brief], {
      env: { NO_COLOR: "", FORCE_COLOR: "1" },
    });
    expect(coloured.stdout).toContain("\u001B");
  });

  test("takes a strategy from a file anywhere, beside those of the repository", async () => {
    const folder = await mkdtemp(join(tmpdir(), "compare-test-"));
    try {
      const sound = fileURLToPath(new URL("strategies/sound.ts", import.meta.url));
      const file = join(folder, "my-strategy.ts");
      await writeFile(file, `export { default } from ${JSON.stringify(sound)};\n`);
      const { workloads, exitCode } = await runJson(file, "channels", "mutex-store", ...brief);
      expect(exitCode).toBe(0);
      expect(workloads[0]?.results.map(({ strategy }) => strategy)).toEqual([
        "sound",
        "channels",
        "mutex",
      ]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test("ignores the -- that pnpm hands on, and looks for files where the user typed", async () => {
    const result = await runCommand(["--", "./strategies/sound.ts", ...brief]);
    expect(result).toMatchObject({ exitCode: 0, stderr: "" });
    expect(result.stdout).toMatch(/^sound +[\d,]+/m);
  });

  test("keeps what a strategy prints out of the results", async () => {
    const { stdout, stderr, exitCode } = await runCommand([
      ...["./strategies/tells-its-process.ts", "--format", "json"],
      ...brief,
    ]);
    expect(exitCode).toBe(0);
    expect(() => JSON.parse(stdout) as unknown).not.toThrow();
    expect(stderr).toContain("running in process");
  });
});

describe("the Go reference", () => {
  const goIsInstalled = spawnSync("go", ["version"]).status === 0;
  const words = ["actor", "--updaters", "3", "--writers", "0", "--duration", "40ms"];

  test.skipIf(!goIsInstalled)(
    "runs the very same workload, marked as reference",
    async () => {
      const { workloads, exitCode } = await runJson(...words);
      expect(exitCode).toBe(0);
      // A row whose own digest differs from the table's would not be "completed".
      expect(workloads[0]?.results).toMatchObject([
        { strategy: "actor", kind: "strategy", status: "completed" },
        {
          strategy: "go-channels",
          kind: "reference",
          status: "completed",
          state: { lostUpdates: 0 },
        },
        { strategy: "go-mutex", kind: "reference", status: "completed", state: { lostUpdates: 0 } },
      ]);
      expect(workloads[0]?.results[1]?.title).toMatch(/go1\..*GOMAXPROCS/);
      const { stdout } = await runCommand(words);
      expect(stdout).toMatch(
        /reference: the same workload in Go, not checked\ngo-channels +[\d,]+/,
      );
    },
    60_000,
  );

  test("is missed with a note on how to get it", async () => {
    const { stdout, exitCode } = await runCommand(words, { env: { PATH: "" } });
    expect(exitCode).toBe(0);
    expect(stdout).not.toContain("go-channels");
    expect(stdout.replaceAll(/\s+/g, " ")).toContain("Install Go 1.18 or later");
  });
});

describe("help", () => {
  test("comes with examples and exit codes", async () => {
    const { stdout, exitCode } = await runCommand(["--help"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("Examples:");
    expect(stdout).toContain("Exit codes:");
  });

  test("lists the strategies that there are", async () => {
    const { stdout, exitCode } = await runCommand(["list"]);
    expect(exitCode).toBe(0);
    for (const id of ["channels", "mutex", "actor", "unsynchronized"]) {
      expect(stdout).toMatch(new RegExp(`^ +${id} .*\\(packages/`, "m"));
    }
    const json = await runCommand(["list", "--format", "json"]);
    const { strategies } = JSON.parse(json.stdout) as { strategies: { id: string }[] };
    expect(strategies.at(-1)?.id).toBe("unsynchronized");
  });
});

describe("wrong input", () => {
  test.each<[name: string, words: string[], ...says: (string | RegExp)[]]>([
    ["an unknown flag", ["--reders", "3"], "--reders", "--readers"],
    ["a negative count", ["--readers", "-1"], "--readers", "-1"],
    ["a count that is none", ["--writers", "many"], "--writers", "many"],
    ["a time without a unit", ["--duration", "abc"], "--duration", "abc"],
    ["no keys", ["--keys", "0"], "--keys", "0"],
    ["no clients", ["--readers", "0", "--writers", "0"], "at least one"],
    ["a hold that nobody would notice", ["--hold", "1ms"], "--hold", "--updaters"],
    [
      "a history not recorded",
      ["--no-check", "--save-history", "x"],
      "--no-check",
      "--save-history",
    ],
    ["an unknown workload", ["--workload", "satured"], "satured", "saturated"],
    ["an unknown format", ["--format", "jsn"], "jsn", "json"],
    ["an unknown strategy", ["chanels"], "chanels", "channels"],
    ["a missing file", ["./strategies/nowhere.ts"], "nowhere.ts", "no such file"],
    ["a file without a strategy", ["./strategies/exports-nothing.ts"], "no default export"],
    ["a file that throws", ["./strategies/throws-when-loaded.ts"], /throws-when-loaded.ts:1/],
  ])("%s gets one line that says what is wrong, and exit code 2", async (_, words, ...says) => {
    const result = await runCommand(words);
    expect(result).toMatchObject({ exitCode: 2, stdout: "" });
    expectOneLine(result, ...says);
  });

  test("a file that does not compile is named with its line", async () => {
    const folder = await mkdtemp(join(tmpdir(), "compare-test-"));
    try {
      const file = join(folder, "broken.ts");
      await writeFile(file, "\nexport default = 3;\n");
      const result = await runCommand([file]);
      expect(result.exitCode).toBe(2);
      expectOneLine(result, "does not compile", /broken\.ts:2/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test("a name that stands for nothing does not cost the other strategies their rows", async () => {
    const result = await runCommand(["chanels", "mutex", ...brief]);
    expect(result.exitCode).toBe(2);
    expectOneLine(result, "chanels");
    expect(result.stdout).toMatch(/^mutex +[\d,]+/m);
  });
});

describe("a strategy that goes wrong", () => {
  test.each([
    ["throws-when-created", [], "threw", /no store today \(.*throws-when-created\.ts:\d+\)/],
    ["throws-in-read", [], "threw", /read: no reading today \(.*throws-in-read\.ts:\d+\)/],
    ["dies", [], "died", /SIGKILL/],
    ["loses-updates", ["--updaters", "5"], "broke-contract", /lost update/],
    ["drops-writes", [], "broke-contract", /after client \d+ wrote \d+/],
  ])(
    "%s is shown as such, in one line, and costs the others nothing",
    async (name, words, status, says) => {
      const result = await runCommand([
        ...[`./strategies/${name}.ts`, "mutex", "--format", "json"],
        ...words,
        ...brief,
      ]);
      expect(result.exitCode).toBe(1);
      expectOneLine(result, name, says);
      const document = JSON.parse(result.stdout) as ResultDocument;
      expect(document.workloads[0]?.results).toMatchObject([
        { strategy: name, status },
        { strategy: "mutex", status: "completed" },
      ]);
    },
  );

  test.concurrent.each(["never-answers", "never-yields"])(
    "%s is ended and called hung",
    async (name) => {
      const result = await runCommand([`./strategies/${name}.ts`, "mutex", ...brief]);
      expect(result.exitCode).toBe(1);
      expectOneLine(result, name, /hung/);
      expect(result.stdout).toMatch(new RegExp(`^${name} +no result: hung`, "m"));
      expect(result.stdout).toMatch(/^mutex +[\d,]+/m);
    },
    20_000,
  );

  test("has its stack printed with --debug", async () => {
    const { stderr } = await runCommand(["./strategies/throws-in-read.ts", "--debug", ...brief]);
    expect(stderr).toMatch(/\n\s+at .*throws-in-read/);
  });
});

describe("an end that comes early", () => {
  test("on Ctrl-C prints what was measured, exits with 130, and leaves no process", async () => {
    let pid = 0;
    const result = await runCommand(
      [
        "mutex",
        "./strategies/tells-its-process.ts",
        "--format",
        "json",
        "--duration",
        "300ms",
        "--workload",
        "saturated",
        "--no-reference",
      ],
      {
        onStderr(text, send) {
          const told = /process (\d+)\./.exec(text)?.[1];
          if (told === undefined || pid !== 0) return;
          pid = Number(told);
          send("SIGINT", "group");
        },
      },
    );
    expect(result.exitCode).toBe(130);
    const document = JSON.parse(result.stdout) as ResultDocument;
    expect(document.interrupted).toBe(true);
    expect(document.workloads[0]?.results).toMatchObject([
      { strategy: "mutex", status: "completed" },
    ]);
    await expect.poll(() => isAlive(pid), { timeout: 5_000 }).toBe(false);
  });

  test("when the parent is killed its child ends, and every finished trial has been kept", async () => {
    const folder = await mkdtemp(join(tmpdir(), "compare-test-"));
    const file = join(folder, "kept.json");
    let pid = 0;
    const words = ["mutex", "./strategies/tells-its-process.ts", "--rounds", "3", "--save", file];
    await runCommand([...words, "--duration", "300ms", "--readers", "2", "--no-reference"], {
      onStderr(text, send) {
        // A second process of its kind: the first round is over.
        const [, told] = [...new Set([...text.matchAll(/process (\d+)\./g)].map(([, id]) => id))];
        if (told === undefined || pid !== 0) return;
        pid = Number(told);
        send("SIGKILL", "parent");
      },
    });
    await expect.poll(() => isAlive(pid), { timeout: 5_000 }).toBe(false);
    const { interrupted, workloads } = parseResult(JSON.parse(await readFile(file, "utf8")));
    expect(interrupted).toBe(true);
    for (const { rounds, totalOps } of workloads[0]!.results) {
      expect(rounds[0]).toMatchObject({ round: 1, status: "completed" });
      expect(totalOps).toBeGreaterThan(0);
    }
    expect(workloads[0]!.results).toHaveLength(2);
    await rm(folder, { recursive: true });
  });

  test("a reader that has seen enough ends it quietly", async () => {
    const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));
    const child = spawn(
      process.execPath,
      [main, "mutex", "--workload", "paced,saturated", ...brief],
      {
        env: commandEnvironment,
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdout.once("data", () => child.stdout.destroy());
    const [exitCode] = (await once(child, "close")) as [number];
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

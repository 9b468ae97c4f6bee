import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));

interface Result {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

function bench(...words: string[]): Promise<Result> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [main, ...words], (_, stdout, stderr) => {
      resolve({ stdout, stderr, exitCode: child.exitCode ?? -1 });
    });
  });
}

interface Row {
  readonly benchmark: string;
  readonly library: string;
  readonly medianNs: number;
  readonly promises: number;
  readonly hops: number;
}

test("times and counts each library: what a lock that nobody else wants costs", async () => {
  const { stdout, stderr, exitCode } = await bench("lock", "--rounds", "1", "--format", "json");
  expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
  const { rows } = JSON.parse(stdout) as { rows: Row[] };
  const alone = rows.filter(({ benchmark }) => benchmark === "1 task");
  const rounded = alone.map(({ library, promises, hops }) => [
    library,
    Math.round(promises),
    Math.round(hops),
  ]);
  // Behind them come the peers', where these are installed.
  expect(rounded.slice(0, 3)).toEqual([
    // A free lock of ours makes no promise; what remains is the caller's await.
    ["FairLock", 1, 1],
    ["async-mutex Semaphore", 1, 1],
    ["async-mutex Mutex", 3, 2],
  ]);
  for (const { medianNs } of rows) expect(medianNs).toBeGreaterThan(0);
});

test("fits 80 columns", async () => {
  const { stdout, exitCode } = await bench("post-reply", "--rounds", "2");
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^ {2}actor +[\d,]+ +– +\d\.\d\d +\d\.\d\d$/m);
  const widths = stdout.split("\n").map((line) => line.length);
  expect(Math.max(...widths)).toBeLessThanOrEqual(80);
});

test("puts operations through every strategy and looks at heap and timers", async () => {
  const { stdout, exitCode } = await bench("endurance", "--operations", "20000");
  expect(exitCode).toBe(0);
  expect(stdout).toContain("endurance: 20,000 operations");
  for (const strategy of ["channels", "actor", "mutex", "unsynchronized"]) {
    expect(stdout).toMatch(
      new RegExp(`^${strategy} +[\\d,]+ +[+-]?[\\d.]+ MB +-?[\\d.]+ ms late +\\d+$`, "m"),
    );
  }
});

test.each([
  ["an unknown group", ["locks"], "locks"],
  ["no rounds", ["--rounds", "0"], "--rounds"],
  ["an unknown flag", ["--round", "1"], "--round"],
])("%s gets one line and exit code 2", async (_, words, says) => {
  const { stdout, stderr, exitCode } = await bench(...words);
  expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 2 });
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  expect(stderr).toContain(says);
});

test("says what it can do", async () => {
  const { stdout, exitCode } = await bench("--help");
  expect(exitCode).toBe(0);
  for (const word of ["Usage: pnpm bench", "endurance", "--rounds", "--format"]) {
    expect(stdout).toContain(word);
  }
});

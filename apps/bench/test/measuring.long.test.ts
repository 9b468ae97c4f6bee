/** The command measures for real, in processes. No figure is asserted, only what is measured. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));

function bench(...words: string[]) {
  return new Promise<{ stdout: string; stderr: string; exitCode: number | null }>((resolve) => {
    const child = execFile(process.execPath, [main, ...words], (_, stdout, stderr) => {
      resolve({ stdout, stderr, exitCode: child.exitCode });
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

test("times and counts each library", async () => {
  const { stdout, stderr, exitCode } = await bench("lock", "--rounds", "1", "--format", "json");
  expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
  const { rows } = JSON.parse(stdout) as { rows: Row[] };
  const alone = rows.filter(({ benchmark }) => benchmark === "1 task");
  // The peers' rows follow, if these are installed.
  expect(alone.slice(0, 4).map(({ library }) => library)).toEqual([
    "UncheckedLock",
    "FairLock",
    "async-mutex Semaphore",
    "async-mutex Mutex",
  ]);
  for (const { medianNs } of rows) expect(medianNs).toBeGreaterThan(0);
});

test("prints the measured rows as a table", async () => {
  const { stdout, exitCode } = await bench("post-reply", "--rounds", "2");
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^ {2}actor +[\d,]+ +– +\d\.\d\d +\d\.\d\d$/m);
});

test("puts operations through every strategy and examines memory and timers", async () => {
  const { stdout, exitCode } = await bench("endurance", "--operations", "20000");
  expect(exitCode).toBe(0);
  expect(stdout).toContain("endurance: 20,000 operations");
  for (const strategy of ["channels", "mutex", "unsynchronized", "futex", "port-owner"]) {
    expect(stdout).toMatch(
      new RegExp(`^${strategy} +[\\d,]+(?: +[+-][\\d.]+ MB){3} +-?[\\d.]+ ms +\\d+$`, "m"),
    );
  }
});

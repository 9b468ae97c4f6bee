/** The tests of the Go reference, where Go is installed. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../build-all.mjs";

export const goSuite = {
  name: "reference/go",
  packageName: "go",
  madeOf: new Set(["go"]),
  key: undefined,
  run,
};

function run() {
  const started = performance.now();
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const failures = [];
  if (go("version").status !== 0) {
    return { counts: { ...counts, skipped: 1 }, failures, seconds: 0 };
  }
  const vet = go("vet", ".");
  if (vet.status !== 0) {
    counts.failed += 1;
    failures.push({ heading: "reference/go › go vet", text: vet.stdout + vet.stderr });
  }
  const test = go("test", "-v", ".");
  for (const [, result] of test.stdout.matchAll(/^--- (PASS|FAIL|SKIP): /gm)) {
    counts[{ PASS: "passed", FAIL: "failed", SKIP: "skipped" }[result]] += 1;
  }
  if (test.status !== 0) {
    // A package that does not compile has no failed test to count.
    if (counts.failed === 0) counts.failed = 1;
    failures.push({ heading: "reference/go › go test", text: test.stdout + test.stderr });
  }
  return { counts, failures, seconds: (performance.now() - started) / 1000 };
}

function go(...words) {
  return spawnSync("go", words, {
    cwd: join(root, "reference", "go"),
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, GO111MODULE: "off", GOFLAGS: "" },
  });
}

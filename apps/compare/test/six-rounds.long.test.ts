/** A rigorous comparison, for real: what the quick tests make up is really measured. */
import { expect, test } from "vitest";
import { parseResult } from "@sync-strategies/results";
import { runCommand } from "./run-command.ts";

test("six rounds of three strategies are compared, and the baseline with itself", async () => {
  const { stdout, stderr, exitCode } = await runCommand([
    "actor",
    "mutex",
    "unsynchronized",
    "--rounds",
    "6",
    "--workload",
    "saturated",
    "--readers",
    "4",
    "--writers",
    "2",
    "--operations",
    "5000",
    "--no-reference",
    "--format",
    "json",
  ]);
  expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
  const { order, results, comparison, baselineAgain } = parseResult(JSON.parse(stdout))
    .workloads[0]!;
  for (const names of order) {
    expect(names.toSorted()).toEqual(["actor", "mutex", "mutex (again)", "unsynchronized"]);
  }
  expect(results.map(({ rounds }) => rounds.length)).toEqual([6, 6, 6]);
  expect(results.map(({ totalOps }) => totalOps)).toEqual([5000, 5000, 5000]);
  expect(results[0]?.ratio).toMatchObject({ count: 6 });
  expect(results[0]?.resources?.cpuNs).toBeGreaterThan(0);
  expect(baselineAgain?.rounds).toHaveLength(6);
  expect(comparison).toMatchObject({ baseline: "mutex", aaCheck: { ratio: { count: 6 } } });
});

/** Runs over threads that take their time: one of all strategies, and one that fills the recorders. */
import { expect, test } from "vitest";
import { parseResult, type WorkloadResult } from "@sync-strategies/results";
import { runCommand } from "./run-command.ts";
import { digestOfOneLoop } from "./run-of-members.ts";

async function tableOf(...words: string[]): Promise<WorkloadResult> {
  const further = ["--no-reference", "--format", "json"];
  const { stdout, exitCode } = await runCommand([...words, ...further]);
  expect(exitCode).toBe(0);
  const [table] = parseResult(JSON.parse(stdout)).workloads;
  return table!;
}

// The control is right by luck or not: even the clients of one thread overlap across an await.
test("one thread does with each strategy what one event loop does, and all of it is right", async () => {
  const table = await tableOf("--threads", "1", "--workload", "mixed", "--operations", "2000");
  expect(table.digest).toBe(await digestOfOneLoop(table));
  expect(table.results.length).toBeGreaterThan(7);
  for (const { strategy, kind, totalOps, verdict, state } of table.results) {
    // A row whose digest differs from the table's would not have been completed.
    expect(totalOps, strategy).toBe(2000);
    if (kind === "control") continue;
    expect(verdict, strategy).toBe("linearizable");
    expect(state, strategy).toMatchObject({ lostUpdates: 0 });
  }
});

test("a recorder that is full in one thread ends the history of both, and a right store stays right", async () => {
  // There is room for eight million operations, half of it in each thread: one of them needs more.
  const words = ["futex", "--threads", "2", "--workload", "saturated"];
  const { results } = await tableOf(...words, "--operations", "9000000");
  expect(results[0]).toMatchObject({ totalOps: 9_000_000, verdict: "linearizable" });
  const { checkedOps = 0 } = results[0]?.check ?? {};
  expect(checkedOps).toBeGreaterThan(3_900_000);
  expect(checkedOps).toBeLessThanOrEqual(8_000_000);
});

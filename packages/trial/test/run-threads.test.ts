/** How trials over real threads end, as far as that is quick: see run-threads.long.test.ts, too. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { digestWorkload, generateStreams } from "@sync-strategies/workload";
import { describe, test } from "vitest";
import { isRunning, parameters, shown, trialOver } from "./trial-over-members.ts";

describe.concurrent("a trial over threads", () => {
  test("that completes has figures, passes its phases, and saves its history", async ({
    expect,
  }) => {
    const phases = new Set<string>();
    const folder = await mkdtemp(join(tmpdir(), "trial-test-"));
    const saveHistoryTo = join(folder, "history.jsonl");
    await writeFile(saveHistoryTo, "");
    const outcome = await trialOver("threads", "sound", {
      saveHistoryTo,
      onProgress: (phase) => phases.add(phase),
    });
    const lines = (await readFile(saveHistoryTo, "utf8")).trimEnd().split("\n");
    await rm(folder, { recursive: true });
    if (outcome.status !== "completed") throw new Error(outcome.reason);
    const { readOps, writeOps, updateOps, digest, check, state, resources, members } =
      outcome.measured;
    expect(digest).toBe(await digestWorkload(parameters, generateStreams(parameters)));
    expect(readOps + writeOps + updateOps).toBe(2000);
    expect(members?.reduce((sum, { completedOps }) => sum + completedOps, 0)).toBe(2000);
    expect(members).toHaveLength(2);
    expect(check).toMatchObject({ verdict: "linearizable" });
    expect(state).toMatchObject({ lostUpdates: 0, contradictions: [] });
    expect(resources?.heapBytes).toBeGreaterThan(0);
    expect(lines.length).toBeGreaterThanOrEqual(2 * 2000);
    // A slow machine reports it before preparing, and any machine after it.
    phases.delete("loading");
    expect([...phases]).toEqual([
      "preparing",
      "creating the state",
      "opening the stores",
      "warming up",
      "closing",
      "disposing of the state",
      "running",
      "checking the state",
      "checking",
      "saving the history",
    ]);
  });

  test.for([
    ["throws", "threw", "threw while running: thread 2: read: no reading today (FILE:LINE)"],
    ["exits", "died", "thread 2 ended with exit code 7 while running"],
  ] as const)(
    "that %s says what happened, where and when",
    async ([id, status, reason], { expect }) => {
      expect(shown(await trialOver("threads", id))).toEqual({ status, reason });
    },
  );

  // It never makes progress, so that no machine is too slow for a short patience: at worst it ends
  // before the strategy has been loaded.
  test("one of whose threads stops is ended and called hung", async ({ expect }) => {
    expect(await trialOver("threads", "stops-at-once", { patienceMs: 1500 })).toMatchObject({
      status: "hung",
      reason: expect.stringMatching(/^hung while [a-z ]+: .* for 1\.5 s/) as string,
    });
  });

  test("whose process is asked to end leaves nothing running", async ({ expect }) => {
    const outcome = await trialOver("threads", "throws-its-process");
    const pid = Number(/process (\d+)/.exec(outcome.status === "threw" ? outcome.reason : "")?.[1]);
    await expect.poll(() => isRunning(pid)).toBe(false);
  });
});

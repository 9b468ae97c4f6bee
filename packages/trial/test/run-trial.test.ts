/** Every way in which a trial can end. The processes run side by side: nothing here is measured. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StrategySource } from "@sync-strategies/command-kit/strategies";
import { completeParameters } from "@sync-strategies/workload";
import { describe, test } from "vitest";
import type * as RunTrial from "../src/run-trial.ts";
import type { TrialOptions } from "../src/run-trial.ts";

/** Compiled, since the child process is. */
const compiled = new URL("../dist/run-trial.js", import.meta.url).href;
const { runTrial } = (await import(compiled)) as typeof RunTrial;

const parameters = completeParameters({
  readers: 3,
  writers: 1,
  updaters: 1,
  keys: 2,
  pauseUs: 0,
  hold: "microtask",
  seed: 1,
});

function source(id: string): StrategySource {
  return {
    id,
    title: id,
    summary: "",
    traits: {
      access: "lock-holder",
      exclusion: "store",
      reads: "wait",
      updaterRuns: "once",
      control: false,
    },
    moduleUrl: new URL("strategies/all.mjs", import.meta.url).href,
    origin: "strategies/all.mjs",
  };
}

function trialOf(id: string, options: Partial<TrialOptions> = {}): ReturnType<typeof runTrial> {
  return runTrial(source(id), parameters, {
    runLength: { operations: 500 },
    isChecked: true,
    saveHistoryTo: undefined,
    signal: new AbortController().signal,
    onProgress() {},
    ...options,
  });
}

describe.concurrent("a trial", () => {
  test("that completes has figures, passes its phases, and saves its history", async ({
    expect,
  }) => {
    const folder = await mkdtemp(join(tmpdir(), "trial-test-"));
    const saveHistoryTo = join(folder, "history.jsonl");
    await writeFile(saveHistoryTo, "");
    const phases = new Set<string>();
    const outcome = await trialOf("sound", {
      saveHistoryTo,
      onProgress: (phase) => phases.add(phase),
    });
    const lines = (await readFile(saveHistoryTo, "utf8")).trimEnd().split("\n");
    await rm(folder, { recursive: true });
    if (outcome.status !== "completed") throw new Error(outcome.reason);
    const { readOps, writeOps, updateOps, check, resources } = outcome.measured;
    expect(readOps + writeOps + updateOps).toBe(500);
    expect(check).toMatchObject({ verdict: "linearizable" });
    expect(lines.length).toBeGreaterThanOrEqual(2 * 500);
    expect(resources?.heapBytes).toBeGreaterThan(0);
    // A slow machine reports from loading, too.
    phases.delete("loading");
    expect([...phases]).toEqual([
      "preparing",
      "creating the store",
      "warming up",
      "closing",
      "running",
      "checking the state",
      "checking",
      "saving the history",
    ]);
  });

  test("keeps its figures where its history cannot be saved, and says why", async ({ expect }) => {
    const saveHistoryTo = join(tmpdir(), "no-such-folder", "history.jsonl");
    expect(await trialOf("sound", { saveHistoryTo })).toMatchObject({
      status: "completed",
      measured: { check: { verdict: "linearizable" } },
      unsaved: "no such file or directory",
    });
  });

  test.for([
    ["throws-when-created", "threw while creating the store: no store today (FILE:LINE)"],
    ["throws-in-read", "threw while warming up: read: no reading today (FILE:LINE)"],
    ["throws-later", "threw while warming up: a rejection without a handler (FILE:LINE)"],
  ] as const)("of %s says what was thrown, when and where", async ([id, reason], { expect }) => {
    const outcome = await trialOf(id);
    if (outcome.status === "completed") throw new Error("it completed");
    const shown = outcome.reason.replace(/\(\S+\/strategies\/all\.mjs:\d+\)/, "(FILE:LINE)");
    expect({ status: outcome.status, reason: shown }).toEqual({ status: "threw", reason });
    expect(outcome.stack).toContain("all.mjs");
  });

  test("whose process dies says how", async ({ expect }) => {
    expect(await trialOf("dies")).toMatchObject({
      status: "died",
      reason: "its process ended by SIGKILL while warming up",
    });
  });

  // These never make progress, so that no machine is too slow for a short patience: at worst it
  // ends before the strategy has been loaded.
  test.for(["never-answers", "never-yields", "never-closes", "never-created"])(
    "of %s is ended and called hung",
    async (id, { expect }) => {
      const outcome = await trialOf(id, { patienceMs: 1500 });
      if (outcome.status === "completed") throw new Error("it completed");
      expect(outcome.status).toBe("hung");
      expect(outcome.reason).toMatch(/^hung while [a-z ]+: .* for 1\.5 s/);
    },
  );

  test("that is interrupted rejects with the reason", async ({ expect }) => {
    const controller = new AbortController();
    const trial = trialOf("never-answers", {
      signal: controller.signal,
      onProgress: () => controller.abort(new Error("enough")),
    });
    await expect(trial).rejects.toThrow("enough");
  });
});

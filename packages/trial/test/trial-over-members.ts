/** A trial of a strategy made up for tests, as the tests of real threads and processes run it. */
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StrategySource } from "@sync-strategies/command-kit/strategies";
import { completeParameters } from "@sync-strategies/workload";
import type * as RunTrial from "../src/run-trial.ts";
import type { TrialOptions } from "../src/run-trial.ts";
import type { TrialOutcome } from "../src/protocol.ts";

/** Compiled, since the child process and its members are. */
const compiled = new URL("../dist/run-trial.js", import.meta.url).href;
const { runTrial } = (await import(compiled)) as typeof RunTrial;

export const parameters = completeParameters({
  readers: 3,
  writers: 1,
  updaters: 2,
  keys: 2,
  pauseUs: 0,
  hold: "microtask",
  seed: 1,
});

/** Rejects if the trial leaves something in its scratch folder. */
export async function trialOver(
  span: keyof typeof modules,
  id: string,
  options: Partial<TrialOptions> = {},
): Promise<TrialOutcome> {
  const scratch = await mkdtemp(join(tmpdir(), "trial-test-"));
  try {
    const outcome = await runTrial(source(span, id), parameters, {
      runLength: { operations: 2000 },
      isChecked: true,
      saveHistoryTo: undefined,
      signal: new AbortController().signal,
      onProgress() {},
      members: { span, count: 2 },
      scratch,
      ...options,
    });
    const left = await readdir(scratch);
    if (left.length > 0) throw new Error(`it left ${left.join(", ")}`);
    return outcome;
  } finally {
    await rm(scratch, { recursive: true });
  }
}

/** Where the strategies of each span are. */
const modules = {
  threads: new URL("strategies/shared.mjs", import.meta.url),
  processes: new URL("strategies/between-processes.mjs", import.meta.url),
};

function source(span: keyof typeof modules, id: string): StrategySource {
  return {
    id,
    title: id,
    summary: "",
    traits: {
      access: "lock-holder",
      exclusion: "key",
      reads: "wait",
      updaterRuns: "once",
      control: false,
      values: "number",
    },
    moduleUrl: modules[span].href,
    origin: modules[span].pathname,
    span,
  };
}

/** The outcome without what differs from run to run. */
export function shown(outcome: TrialOutcome): object {
  if (outcome.status === "completed") throw new Error("it completed");
  const { status, reason } = outcome;
  return {
    status,
    reason: reason.replace(/\(\S+\/strategies\/[\w-]+\.mjs:\d+\)/, "(FILE:LINE)"),
  };
}

export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

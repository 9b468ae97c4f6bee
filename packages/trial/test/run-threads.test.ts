/** Every way in which a trial over threads can end. The processes run side by side. */
import { mkdtemp, readdir, rm, writeFile, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StrategySource } from "@sync-strategies/command-kit/strategies";
import { completeParameters, digestWorkload, generateStreams } from "@sync-strategies/workload";
import { afterAll, beforeAll, describe, test } from "vitest";
import type * as RunTrial from "../src/run-trial.ts";
import type { TrialOptions } from "../src/run-trial.ts";

/** Compiled, since the child process and its threads are. */
const compiled = new URL("../dist/run-trial.js", import.meta.url).href;
const { runTrial } = (await import(compiled)) as typeof RunTrial;

const parameters = completeParameters({
  readers: 3,
  writers: 1,
  updaters: 2,
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
      exclusion: "key",
      reads: "wait",
      updaterRuns: "once",
      control: false,
    },
    moduleUrl: new URL("strategies/shared.mjs", import.meta.url).href,
    origin: "strategies/shared.mjs",
    span: "threads",
  };
}

let scratch = "";

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "trial-test-"));
});

afterAll(() => rm(scratch, { recursive: true }));

function trialOf(id: string, options: Partial<TrialOptions> = {}): ReturnType<typeof runTrial> {
  return runTrial(source(id), parameters, {
    runLength: { operations: 2000 },
    isChecked: true,
    saveHistoryTo: undefined,
    signal: new AbortController().signal,
    onProgress() {},
    members: { span: "threads", count: 2 },
    scratch,
    ...options,
  });
}

describe.concurrent("a trial over threads", () => {
  test("that completes has figures of all members and of each", async ({ expect }) => {
    const phases = new Set<string>();
    const saveHistoryTo = join(scratch, "history.jsonl");
    await writeFile(saveHistoryTo, "");
    const outcome = await trialOf("sound", {
      saveHistoryTo,
      onProgress: (phase) => phases.add(phase),
    });
    if (outcome.status !== "completed") throw new Error(outcome.reason);
    const { readOps, writeOps, updateOps, digest, check, state } = outcome.measured;
    expect(digest).toBe(await digestWorkload(parameters, generateStreams(parameters)));
    expect(check).toMatchObject({ verdict: "linearizable" });
    expect(state).toMatchObject({ lostUpdates: 0, contradictions: [] });
    expect(readOps + writeOps + updateOps).toBe(2000);
    const lines = (await readFile(saveHistoryTo, "utf8")).trimEnd().split("\n");
    expect(lines.length).toBeGreaterThanOrEqual(2 * 2000);
    expect([...phases]).toEqual([
      "loading",
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
    ["throws", "threw while running: thread 2: read: no reading today (FILE:LINE)"],
    ["throws-later", "threw while running: thread 2: a rejection without a handler (FILE:LINE)"],
    ["exits", "thread 2 ended with exit code 7 while running"],
    [
      "changes-built-ins",
      "threw while opening the stores: thread 2: it changes Map.prototype.get, which the command relies on",
    ],
    [
      "opens-nothing",
      "threw while opening the stores: thread 2: openStore returned an object, not a store",
    ],
    [
      "creates-nothing",
      "threw while creating the state: createState returned no state: it needs addressFor and Symbol.asyncDispose",
    ],
  ] as const)("of %s says what happened, when and where", async ([id, reason], { expect }) => {
    const outcome = await trialOf(id);
    if (outcome.status === "completed") throw new Error("it completed");
    const shown = outcome.reason.replace(/\(\S+\/strategies\/shared\.mjs:\d+\)/, "(FILE:LINE)");
    expect(shown).toBe(reason);
    expect(outcome.status).toBe(id === "exits" ? "died" : "threw");
  });

  test.for([
    ["loops", /^hung while running: thread 2 of 2 completed no operation for 2 s \(thread 1: \d/],
    ["stops", /^hung while running: thread 2 of 2 completed no operation for 2 s \(thread 1: \d/],
    [
      "never-opens",
      /^hung while opening the stores: openStore never resolved in thread 2 of 2 for 2 s$/,
    ],
    ["never-closes", /^hung while closing: close\(\) never resolved in thread 2 of 2 for 2 s$/],
    ["never-created", /^hung while creating the state: createState never resolved for 2 s/],
    ["never-disposed", /^hung while disposing of the state: its disposal never resolved for 2 s$/],
  ] as const)("of %s says what it waited for", async ([id, reason], { expect }) => {
    const outcome = await trialOf(id, { patienceMs: 2000, runLength: { durationMs: 500 } });
    expect(outcome).toMatchObject({
      status: "hung",
      reason: expect.stringMatching(reason) as string,
    });
  });

  test("is not disturbed by what a strategy posts to its parent", async ({ expect }) => {
    expect(await trialOf("floods")).toMatchObject({
      status: "completed",
      measured: { check: { verdict: "linearizable" } },
    });
  });
});

test("trials leave no files behind", async ({ expect }) => {
  expect((await readdir(scratch)).filter((name) => name !== "history.jsonl")).toEqual([]);
});

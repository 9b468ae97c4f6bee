/** Rounds as the command plays them, in processes, with a fault that needs no server. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { describeFaultOf, playCell, type RoundEnd } from "../src/index.ts";

const moduleUrl = new URL("programs/fake-fault.mjs", import.meta.url).href;
const stores = "../../state-store-testkit/dist/shared";
const soundStores = new URL(`${stores}/sound-stores-to-load.js`, import.meta.url).href;
const brokenStores = new URL(`${stores}/broken-stores-to-load.js`, import.meta.url).href;

let scratch = "";
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), "faults-"));
});
afterEach(() => rmSync(scratch, { recursive: true }));

/** The cells of the fake fault, in its order. */
const cells = [
  "undisturbed",
  "unlocked-file",
  "killed",
  "stopped",
  "silent",
  "as failures",
  "throws",
  "missing",
  "for ever",
] as const;

const strategies = {
  "unlocked-file": { id: "unlocked-file", moduleUrl: brokenStores, isOfFault: false },
  silent: { id: "silent", moduleUrl, isOfFault: true },
  "as failures": { id: "silent", moduleUrl, isOfFault: true },
  "for ever": { id: "named", moduleUrl, isOfFault: true },
};
const lockedFile = { id: "locked-file", moduleUrl: soundStores, isOfFault: false };

function play(cell: (typeof cells)[number], signal = new AbortController().signal) {
  const strategy = cell in strategies ? strategies[cell as keyof typeof strategies] : lockedFile;
  const round = { moduleUrl, cell: cells.indexOf(cell), strategy, seed: 1 };
  return playCell(round, { signal, scratch });
}

async function roundOf(cell: (typeof cells)[number]) {
  const end: RoundEnd = await play(cell);
  if (end.end !== "played") throw new Error(end.reason);
  expect(readdirSync(scratch)).toEqual([]);
  return end.round;
}

test("a fault describes itself, without its functions", async () => {
  const fault = await describeFaultOf(moduleUrl, "fake-fault.mjs", {
    signal: new AbortController().signal,
  });
  expect(fault.cells).toHaveLength(cells.length);
  expect(fault.cells[2]).toEqual({
    strategy: "locked-file",
    variant: "killed",
    expected: { verdict: "linearizable", waits: "to-the-end" },
  });
  expect(fault.ownStrategies).toEqual(["silent", "named"]);
});

test("what is no fault is named in one line", async () => {
  const { signal } = new AbortController();
  await expect(describeFaultOf(soundStores, "stores.js", { signal })).rejects.toThrow(
    "stores.js: the fault has no id",
  );
});

describe("a round", () => {
  test("of a sound strategy that nothing disturbs is linearizable, and loses nothing", async () => {
    const round = await roundOf("undisturbed");
    expect(round).toMatchObject({
      seed: 1,
      verdict: "linearizable",
      waited: "no",
      lost: 0,
      unknown: 0,
      failed: 0,
      unfinished: 0,
      servedAfterMs: null,
    });
    expect(round.acknowledged).toBeGreaterThanOrEqual(40);
    // The state was read at the end, too.
    expect(round.checked).toBe(round.acknowledged);
  });

  test("of a strategy that loses updates says which, draws them, and counts them", async () => {
    const round = await roundOf("unlocked-file");
    expect(round.verdict).toBe("not-linearizable");
    expect(round.lost).toBeGreaterThan(0);
    expect(round.explanation).toMatch(/client \d+ \((process [12]|at the end)\)/);
    expect(round.drawing.join("\n")).toMatch(/process [12]/);
  });

  test("keeps what a killed member did, and tells that the others waited to the end", async () => {
    const round = await roundOf("killed");
    expect(round).toMatchObject({
      verdict: "linearizable",
      waited: "to-the-end",
      servedAfterMs: null,
    });
    // The holder, and whoever waits for it.
    expect(round.unfinished).toBeGreaterThan(1);
    expect(round.sentences).toEqual(["client 8 (process 1) held: no end"]);
  });

  test("lets a stopped member go on, and tells that the others waited for it", async () => {
    const round = await roundOf("stopped");
    expect(round).toMatchObject({ verdict: "linearizable", waited: "while-it-lasts", lost: 0 });
    expect(round.servedAfterMs).toBeGreaterThan(0);
    expect(round.sentences).toEqual(["client 8 (process 1) held: true"]);
  });

  test("takes an operation of unknown outcome for one that may have taken effect", async () => {
    const round = await roundOf("silent");
    expect(round).toMatchObject({ verdict: "linearizable", lost: 0, failed: 0, unfinished: 0 });
    expect(round.unknown).toBeGreaterThan(0);
  });

  test("is not linearizable if such operations are taken for failures", async () => {
    const round = await roundOf("as failures");
    expect(round).toMatchObject({ verdict: "not-linearizable", unknown: 0 });
    expect(round.failed).toBeGreaterThan(0);
  });
});

test("what a fault throws is a cell that failed, in one line", async () => {
  const end = await play("throws");
  expect(end).toMatchObject({ end: "failed", reason: expect.stringContaining("the fault's own") });
  expect(readdirSync(scratch)).toEqual([]);
});

test("what is not installed is a cell that was not run", async () => {
  expect(await play("missing")).toEqual({ end: "not-run", reason: "no such program; install it" });
});

test("an interruption ends all members, the stopped one included", async () => {
  const pids = join(scratch, "pids");
  process.env["FAKE_FAULT_PIDS"] = pids;
  const controller = new AbortController();
  const reason = new Error("interrupted");
  const watcher = watch(scratch, () => {
    if (existsSync(pids) && readFileSync(pids, "utf8").includes("stopped"))
      controller.abort(reason);
  });
  try {
    await expect(play("for ever", controller.signal)).rejects.toBe(reason);
    expect(pidsIn(pids)).toHaveLength(2);
    await expect.poll(() => pidsIn(pids).filter(isAlive)).toEqual([]);
    expect(readdirSync(scratch)).toEqual(["pids"]);
  } finally {
    watcher.close();
    delete process.env["FAKE_FAULT_PIDS"];
  }
});

function pidsIn(path: string): number[] {
  const lines = readFileSync(path, "utf8").split("\n");
  return lines.flatMap((line) => (/^\d+$/.test(line) ? Number(line) : []));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

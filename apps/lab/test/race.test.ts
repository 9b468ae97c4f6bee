import { parseResult, type MeasuredRound } from "@sync-strategies/results";
import { madeUpDocument, madeUpRound, violation } from "@sync-strategies/results/testing";
import { describe, expect, test } from "vitest";
import { clockStepMs } from "../src/race/clock-step.ts";
import { raceDocument, type Race } from "../src/race/race-document.ts";
import { raceWorkloads } from "../src/race/workloads.ts";
import report from "../src/worker/jobs/report.ts";
import { allPresets } from "@sync-strategies/workload";

const traits = {
  access: "lock-holder",
  exclusion: "store",
  reads: "wait",
  updaterRuns: "once",
  control: false,
} as const;

const race: Race = {
  workload: "contended",
  durationMs: 500,
  startedAt: "2026-01-02T03:04:05.678Z",
  browser: "Chromium 142",
  platform: "X11",
  cores: 4,
  clockStepMs: 0.005,
  isInterrupted: false,
  rows: [
    {
      strategy: "mutex",
      title: "Mutex",
      reply: "none",
      traits,
      round: { round: 1, status: "completed", problem: null, measured: round() },
    },
    {
      strategy: "unsynchronized",
      title: "Unsynchronized",
      reply: undefined,
      traits: { ...traits, control: true },
      round: {
        round: 1,
        status: "broke-contract",
        problem: "an update is lost",
        measured: round({ check: violation() }),
      },
    },
    {
      strategy: "stuck",
      title: "Stuck",
      reply: undefined,
      traits,
      round: { round: 1, status: "hung", problem: "It took longer than 30 s.", measured: null },
    },
  ],
};

/** Of as many clients as the workload has: 100 readers and 10 updaters. */
function round(remarkable: Partial<MeasuredRound> = {}): MeasuredRound {
  return madeUpRound({
    perClientOps: Array.from({ length: 110 }, () => 70),
    perClientInFlightUs: Array.from({ length: 110 }, () => null),
    ...remarkable,
  });
}

const nothing = (): void => {};

describe("a race", () => {
  test("is a result that the command reads", () => {
    const document = raceDocument(race);
    expect(parseResult(JSON.parse(JSON.stringify(document)))).toEqual(
      JSON.parse(JSON.stringify(document)),
    );
    const [table] = document.workloads;
    expect(table?.results.map(({ status }) => status)).toEqual([
      "completed",
      "broke-contract",
      "hung",
    ]);
    expect(table?.results.map(({ kind }) => kind)).toEqual(["strategy", "control", "strategy"]);
    expect(document.notes.join()).toContain("steps by 0.0050 ms");
  });

  test("is shown as the report shows a result, with the browser's name", async () => {
    const { body, file } = await report({ race }, nothing);
    expect(body).toContain("Chromium 142");
    expect(body).toContain("NOT linearizable");
    expect(body).not.toContain("pnpm compare");
    expect(parseResult(JSON.parse(file ?? "")).environment.browser).toBe("Chromium 142");
  });

  test("offers every workload that has a name", () => {
    expect(raceWorkloads.toSorted()).toEqual(Object.keys(allPresets).toSorted());
  });
});

describe("a dropped file", () => {
  test.each([
    ["threads", "2 threads"],
    ["processes", "2 processes"],
    ["machines", "2 processes"],
  ] as const)("that was measured over %s is shown as its report", async (span, words) => {
    const document = madeUpDocument({
      rows: [{ strategy: "futex" }],
      parameters: { members: { span, count: 2 } },
    });
    const { body } = await report({ file: JSON.stringify(document) }, nothing);
    expect(body).toContain(words);
    expect(body).toContain("futex");
  });

  test.each([
    ["no JSON", "# a heading", /not JSON/],
    ["no result", "{}", /not a result/],
    ["a result of another version", '{"schemaVersion":1}', /schema version is 1/],
    ["a history", '["read"]', /not a result/],
  ])("that is %s says so in a line", async (_, file, message) => {
    await expect(async () => report({ file }, nothing)).rejects.toThrow(message);
  });

  test("can bring no markup into the page", async () => {
    const document = madeUpDocument({ rows: [{ strategy: "<img src=x onerror=alert(1)>" }] });
    const { body } = await report({ file: JSON.stringify(document) }, nothing);
    expect(body).not.toContain("<img");
  });
});

describe("the step of a clock", () => {
  test("is the least by which two readings differ", () => {
    let reading = 0;
    // Moves every seventh time, by 0.1 or by more.
    const now = (): number => {
      reading += 1;
      return Math.floor(reading / 7) * 0.1 + (reading > 50 ? 3 : 0);
    };
    expect(clockStepMs(now)).toBeCloseTo(0.1);
  });

  test("of a clock that stands still is infinite, and is found out in the end", () => {
    expect(clockStepMs(() => 5)).toBe(Infinity);
  });
});

import type { Comparison } from "@sync-strategies/statistics";
import { describe, expect, test } from "vitest";
import { checksOnFigures } from "../src/remarks/checks-on-figures.ts";
import { measuredRound, type StrategyResult, type WorkloadResult } from "../src/result-document.ts";
import { summarizeRounds } from "../src/summarize-rounds.ts";

type Parameters = WorkloadResult["parameters"];

/** What each test says of a row's one round; 100 clients, 10,000 operations a second. */
interface Figures {
  readonly strategy?: string;
  readonly meanUs?: number;
  readonly turnsMs?: number;
  readonly perTenthOps?: readonly number[];
  readonly perClientOps?: readonly number[];
  readonly perClientInFlightUs?: readonly (number | null)[];
  readonly inFlightAtDeadline?: number;
  /** Of several rounds, how many operations each completed. */
  readonly counts?: readonly number[];
}

function workloadOf(
  rows: readonly Figures[],
  parameters: Partial<Parameters> = {},
  comparison: Comparison | null = null,
): WorkloadResult {
  const workload: WorkloadResult = {
    workload: "made-up",
    question: "",
    sweep: null,
    parameters: {
      readers: 100,
      writers: 0,
      updaters: 0,
      keys: 5,
      keyDistribution: "uniform",
      pauseUs: 0,
      hold: 0,
      ratePerSecond: 0,
      maximumInFlight: 0,
      seed: 1,
      durationMs: 1000,
      operations: null,
      rounds: 1,
      members: null,
      ...parameters,
    },
    operationCeiling: null,
    digest: "0",
    order: [],
    results: [],
    baselineAgain: null,
    comparison,
  };
  workload.results = rows.map((figures) => rowOf(figures, workload));
  return workload;
}

function rowOf(
  { strategy = "actor", meanUs = 10_000, ...figures }: Figures,
  workload: WorkloadResult,
): StrategyResult {
  const measured = (readOps: number) =>
    measuredRound.parse({
      readOps,
      writeOps: 0,
      updateOps: 0,
      elapsedMs: 1000,
      inFlightAtDeadline: figures.inFlightAtDeadline ?? 0,
      perClientInFlightUs: figures.perClientInFlightUs ?? null,
      perClientOps: figures.perClientOps ?? Array.from({ length: 100 }, () => 100),
      perTenthOps: figures.perTenthOps ?? Array.from({ length: 10 }, () => 1000),
      latency: { all: { samples: 10_000, meanUs } },
      turnsMs: figures.turnsMs ?? 0,
      digest: "0",
    });
  const rounds = (figures.counts ?? [10_000]).map((readOps, index) => ({
    round: index + 1,
    status: "completed" as const,
    problem: null,
    measured: measured(readOps),
  }));
  return {
    strategy,
    title: strategy,
    kind: "strategy",
    traits: null,
    ...summarizeRounds(rounds, workload),
    ratio: null,
    standing: null,
    tier: null,
  };
}

describe("what the figures of a table say of themselves", () => {
  test("is nothing where all is well", () => {
    expect(checksOnFigures(workloadOf([{}]))).toEqual([]);
  });

  test.each([
    ["all cycles are pauses", [300, 400], true],
    ["one strategy takes its time", [300, 600], false],
  ])("whether counts can rank: %s", (_, means, isBound) => {
    const rows = means.map((meanUs) => ({ meanUs }));
    const text = checksOnFigures(workloadOf(rows, { pauseUs: 10_000 })).join(" ");
    expect(text.includes("cannot rank strategies")).toBe(isBound);
  });

  test.each([
    [9_200, false],
    [8_900, true],
    [10_900, false],
    [11_100, true],
  ])("whether throughput and a response time of %d µs contradict each other", (meanUs, isWrong) => {
    const text = checksOnFigures(workloadOf([{ meanUs }])).join(" ");
    expect(text.includes("Speed and latency contradict each other")).toBe(isWrong);
  });

  test("operations in flight at the end are in speed and response time alike", () => {
    // 50 clients completed an operation every 10 ms; those of 50 others lasted all the time.
    const perClientInFlightUs = Array.from({ length: 100 }, (_, client) =>
      client < 50 ? null : 1_000_000,
    );
    const meanUs = (5000 * 10_000 + 50 * 1_000_000) / 5050;
    const perClientOps = Array.from({ length: 100 }, () => 4);
    const waiting = { counts: [5000], meanUs, perClientOps, perClientInFlightUs };
    const row = { ...waiting, inFlightAtDeadline: 50 };
    expect(checksOnFigures(workloadOf([row]))).toEqual([]);
    const survivors = { ...row, meanUs: 10_000 };
    expect(checksOnFigures(workloadOf([survivors])).join(" ")).toContain("contradict");
  });

  test("the pause counts as part of a cycle, and so do the event loop's turns", () => {
    expect(checksOnFigures(workloadOf([{ meanUs: 8_000, turnsMs: 200 }]))).toEqual([]);
    expect(checksOnFigures(workloadOf([{ meanUs: 5_000 }], { pauseUs: 5_000 }))).toEqual([]);
  });

  test.each([
    [[840, 840], true],
    [[860, 860], false],
    [[1200, 1200], false],
  ])("whether warming up was enough, with first tenths of %j", (first, isCold) => {
    const perTenthOps = [...first, ...Array.from({ length: 8 }, () => 1000)];
    const text = checksOnFigures(workloadOf([{ perTenthOps }])).join(" ");
    expect(text.includes("Slow at first")).toBe(isCold);
  });

  test("who was served unevenly, and how many got nothing", () => {
    const perClientOps = Array.from({ length: 100 }, (_, client) => (client < 80 ? 125 : 0));
    expect(checksOnFigures(workloadOf([{ perClientOps }]))).toEqual([
      "Some clients were served far more often than others of their role: reads of actor, 0 to 125 " +
        "per client, 20 of 100 with none (Jain's index 0.80); an index of 1 is even.",
    ]);
  });

  const ratio = { value: 1.01, low: 0.97, high: 1.05, count: 10, pValue: 0.5 };

  test.each<[string, Partial<Comparison>, string]>([
    [
      "tiers, and the A/A check",
      { tiers: [["actor"], ["mutex", "other"]], aaCheck: { ratio, passed: true } },
      "From the fastest: actor; then mutex and other. mutex, run twice under two names, was 1.010 " +
        "times as fast as itself (0.970–1.050): no clear difference, as it should be; the noise " +
        "could hide a difference below 5.0%.",
    ],
    [
      "one tier",
      { tiers: [["actor", "mutex"]] },
      "No strategy is faster than another: actor and mutex.",
    ],
    [
      "too much noise",
      { obstacle: "too-noisy", aaCheck: { ratio: { ...ratio, low: 1.03 }, passed: false } },
      "mutex, run twice under two names, was 1.010 times as fast as itself (1.030–1.050): the " +
        "machine was too noisy, and nothing is ranked.",
    ],
  ])("what rounds allow: %s", (_, found, says) => {
    const comparison = { baseline: "mutex", contenders: [], ...found };
    expect(checksOnFigures(workloadOf([{}], { rounds: 10 }, comparison)).join(" ")).toBe(says);
  });

  const tooFew: Comparison = { baseline: "actor", contenders: [], obstacle: "too-few-rounds" };

  test.each<[string, number, readonly number[], string]>([
    ["few were asked for", 5, [9, 9, 9, 9, 9], "Fewer than 6 rounds: no intervals, and nothing is"],
    ["nothing completed", 6, [0, 0, 0, 0, 0, 0], "Nothing completed in any of the 6 rounds"],
    ["hardly anything did", 6, [9, 0, 9, 0, 0, 0], "completed in only 2 of the 6 rounds"],
  ])("why rounds allow nothing: %s", (_, rounds, counts, says) => {
    const rows = [{ counts, perClientOps: counts }];
    const [text] = checksOnFigures(workloadOf(rows, { rounds, readers: 6 }, tooFew));
    expect(text).toContain(says);
  });

  test("why a tie is one although its interval excludes 1", () => {
    const contenders = [
      {
        name: "actor",
        standing: "tie" as const,
        ratio: { value: 1.08, low: 1.01, high: 1.15, count: 10, pValue: 0.03 },
        adjustedPValue: 0.09,
      },
      {
        name: "other",
        standing: "tie" as const,
        ratio: { value: 1.01, low: 1.005, high: 1.015, count: 10, pValue: 0.001 },
        adjustedPValue: 0.003,
      },
    ];
    const comparison = { baseline: "mutex", contenders, tiers: [["actor", "other", "mutex"]] };
    const text = checksOnFigures(workloadOf([{}], { rounds: 10 }, comparison)).join(" ");
    expect(text).toContain("Ties with mutex although their intervals exclude 1");
    expect(text).toContain(
      "9.0% of such tables (Holm's correction over all pairs; 5% is the limit)",
    );
    expect(text).toContain("other differs by 1.0%, less than 2%");
  });
});

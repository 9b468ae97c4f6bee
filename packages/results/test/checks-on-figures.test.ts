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
  const measured = measuredRound.parse({
    readOps: 10_000,
    writeOps: 0,
    updateOps: 0,
    elapsedMs: 1000,
    inFlightAtDeadline: 0,
    perClientOps: figures.perClientOps ?? Array.from({ length: 100 }, () => 100),
    perTenthOps: figures.perTenthOps ?? Array.from({ length: 10 }, () => 1000),
    latency: { all: { samples: 10_000, meanUs } },
    turnsMs: figures.turnsMs ?? 0,
    digest: "0",
  });
  return {
    strategy,
    title: strategy,
    kind: "strategy",
    traits: null,
    ...summarizeRounds([{ round: 1, status: "completed", problem: null, measured }], workload),
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
    expect(text.includes("do not account for all 100 clients (Little's law)")).toBe(isWrong);
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
    expect(text.includes("Still getting faster after warming up")).toBe(isCold);
  });

  test("who was served unevenly, and how many got nothing", () => {
    const perClientOps = Array.from({ length: 100 }, (_, client) => (client < 80 ? 125 : 0));
    expect(checksOnFigures(workloadOf([{ perClientOps }]))).toEqual([
      "Unevenly shared among clients, by Jain's index: reads of actor (0.80, 20 of 100 with none).",
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
      "too few rounds",
      { obstacle: "too-few-rounds" },
      "Fewer than 6 rounds: no intervals and no verdicts.",
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
});

/** Rounds, with made-up contenders in the place of processes: what is run, and what is made of it. */
import { describe, expect, test } from "vitest";
import type { StrategySource } from "@sync-strategies/command-kit/strategies";
import { closingRemarks, type WorkloadResult } from "@sync-strategies/results";
import { madeUpDocument, madeUpRound } from "@sync-strategies/results/testing";
import type { StrategyTraits } from "@sync-strategies/state-store";
import { presets } from "@sync-strategies/workload";
import type { Contender, RunOutcome } from "../src/compare/contenders.ts";
import { WorkloadComparison } from "../src/compare/workload-comparison.ts";

/** What a strategy does in a round, counted from 1. */
type Deeds = (round: number) => RunOutcome;

/** Completes 8000 operations in a time that differs a little from round to round. */
function takes(milliseconds: number): Deeds {
  return (round) => ({
    status: "completed",
    problem: null,
    measured: madeUpRound({ elapsedMs: milliseconds + ((round * 7) % 5) / 10 }),
  });
}

function wentWrong(status: RunOutcome["status"], problem: string): RunOutcome {
  return { status, problem, measured: null };
}

interface CompareOptions {
  readonly rounds: number;
  /** Which of them are controls. */
  readonly controls?: readonly string[];
  /** Traits of strategies whose state two threads share: with any, all are such. */
  readonly sharing?: readonly Partial<StrategyTraits>[];
}

async function compare(
  strategies: Readonly<Record<string, Deeds>>,
  { rounds, controls = [], sharing = [] }: CompareOptions,
): Promise<{ result: WorkloadResult; exitCode: number; complaints: string[]; rows: string[] }> {
  const members = sharing.length > 0 ? ({ span: "threads", count: 2 } as const) : null;
  const sources = Object.keys(strategies).map((id, index): StrategySource => {
    const traits = {
      access: "lock-holder",
      exclusion: "store",
      reads: "wait",
      updaterRuns: "once",
      control: controls.includes(id),
      ...sharing[index],
    } as const;
    const origin = `packages/${id}`;
    return { id, title: id, summary: "", traits, span: members?.span, moduleUrl: "", origin };
  });
  const complaints: string[] = [];
  const rows: string[] = [];
  const comparison = new WorkloadComparison(
    { workload: presets.saturated, sweep: null, members },
    {
      strategies: sources,
      goProgram: undefined,
      newServicePlace: () => ({ url: "", namespace: "" }),
      rounds,
      baseline: undefined,
      reporter: {
        begin() {},
        row: (_, { strategy }) => rows.push(strategy),
        finish() {},
        end() {},
      },
      signal: new AbortController().signal,
      scratch: "",
      histories: undefined,
      isChecked: true,
      complain: (line) => complaints.push(line),
      onTrial() {},
      makeContender: ({ id, title, traits }, _workload, _context, isAgain): Contender => ({
        name: isAgain ? `${id} (again)` : id,
        identity: () => ({
          strategy: id,
          title,
          kind: traits.control ? "control" : "strategy",
          traits,
        }),
        run: async (round) => strategies[id]!(round),
      }),
    },
  );
  const exitCode = await comparison.complete();
  return { result: comparison.result, exitCode, complaints, rows };
}

describe("rounds", () => {
  const strategies = { actor: takes(100), mutex: takes(200), careless: takes(50) };

  test("are complete blocks, in an order that changes, with the baseline twice", async () => {
    const { result, rows } = await compare(strategies, { rounds: 6, controls: ["careless"] });
    expect(result.order).toHaveLength(6);
    for (const names of result.order) {
      expect(names.toSorted()).toEqual(["actor", "careless", "mutex", "mutex (again)"]);
    }
    expect(new Set(result.order.map((names) => names.join())).size).toBeGreaterThan(1);
    expect(rows).toEqual(["actor", "mutex", "careless"]);
  });

  test("leave every raw value in the row, and figures that follow from them", async () => {
    const { result } = await compare(strategies, { rounds: 6 });
    const { rounds, opsPerSecond, opsPerSecondInterval, totalOps, check } = result.results[0]!;
    const speeds = rounds.map(({ measured }) => (8000 / measured!.elapsedMs) * 1000);
    expect(rounds.map(({ round }) => round)).toEqual([1, 2, 3, 4, 5, 6]);
    const logarithms = speeds.reduce((sum, speed) => sum + Math.log(speed), 0);
    expect(opsPerSecond! / Math.exp(logarithms / 6)).toBeCloseTo(1, 9);
    expect(opsPerSecondInterval?.low).toBeLessThan(opsPerSecond!);
    expect(opsPerSecondInterval?.high).toBeGreaterThan(opsPerSecond!);
    expect(totalOps).toBe(8000);
    expect(check?.checkedOps).toBe(6 * 8008);
  });

  test("of strategies whose state threads share have the one lock as the baseline", async () => {
    const { result } = await compare(
      { owner: takes(100), "lock-of-each-key": takes(90), "one-lock": takes(200) },
      { rounds: 6, sharing: [{ access: "owner-task" }, { exclusion: "key" }, {}] },
    );
    expect(result.comparison).toMatchObject({ baseline: "one-lock" });
    expect(result.parameters.members).toEqual({ span: "threads", count: 2 });
  });

  test("give ratios to the baseline, and tiers of the strategies alone", async () => {
    const { result } = await compare(strategies, { rounds: 6, controls: ["careless"] });
    const [actor, mutex, careless] = result.results;
    expect(result.comparison).toMatchObject({ baseline: "mutex", tiers: [["actor"], ["mutex"]] });
    expect(result.baselineAgain?.rounds).toHaveLength(6);
    expect(mutex).toMatchObject({ standing: "baseline", ratio: null, tier: 2 });
    expect(actor).toMatchObject({ standing: "faster", ratio: { count: 6 }, tier: 1 });
    expect(actor?.ratio?.value).toBeCloseTo(2, 1);
    expect(careless).toMatchObject({ standing: null, tier: null });
  });

  test("fewer than six give ratios but no verdicts, and one nothing to compare", async () => {
    const few = await compare(strategies, { rounds: 2 });
    expect(few.result).toMatchObject({
      comparison: { obstacle: "too-few-rounds" },
      baselineAgain: null,
    });
    const one = await compare(strategies, { rounds: 1 });
    expect(one.result).toMatchObject({ comparison: null, order: [["actor", "mutex", "careless"]] });
  });
});

describe("a strategy that goes wrong in a later round", () => {
  test("is not run again after it hung, not ranked, and leaves the other verdicts standing", async () => {
    const hangsLater: Deeds = (round) =>
      round < 3 ? takes(100)(round) : wentWrong("hung", "hung while warming up");
    const { result, exitCode, complaints } = await compare(
      { "hangs-later": hangsLater, actor: takes(100), mutex: takes(200) },
      { rounds: 6 },
    );
    expect(exitCode).toBe(1);
    expect(complaints).toEqual([
      "hangs-later in saturated: in round 3 of 6: hung while warming up",
    ]);
    const [later, actor, mutex] = result.results;
    expect(later).toMatchObject({ status: "hung", tier: null });
    expect(later?.rounds.map(({ status }) => status)).toEqual(["completed", "completed", "hung"]);
    expect(actor).toMatchObject({ status: "completed", ratio: { count: 6 } });
    expect(mutex?.rounds).toHaveLength(6);
    expect(result.comparison?.contenders.map(({ name }) => name)).toEqual(["actor"]);
  });

  test("hands on its place if it was the baseline, and the next one runs twice from then on", async () => {
    const { result } = await compare(
      {
        "throws-first": () => wentWrong("threw", "enough"),
        actor: takes(100),
        channels: takes(150),
      },
      { rounds: 7 },
    );
    const { comparison, order, baselineAgain, results } = result;
    expect(comparison).toMatchObject({ baseline: "actor", aaCheck: { ratio: { count: 6 } } });
    expect(order.map((names) => names.filter((name) => name.endsWith("(again)")))).toEqual([
      ["throws-first (again)"],
      ...Array.from({ length: 6 }, () => ["actor (again)"]),
    ]);
    expect(baselineAgain).toMatchObject({ strategy: "actor", status: "completed" });
    expect(results[2]).toMatchObject({ strategy: "channels", ratio: { count: 7 } });
  });
});

/** The readers, which are the first clients, wait while writers go on. */
const starves: Deeds = () => ({
  status: "completed",
  problem: null,
  measured: madeUpRound({
    elapsedMs: 50,
    perClientOps: Array.from({ length: 110 }, (_, client) => (client < 100 ? 1 : 790)),
    perClientInFlightUs: Array.from({ length: 110 }, (_, client) => (client < 100 ? 49_000 : 1)),
  }),
});

/** Completes no operation. */
const idle: Deeds = () => ({
  status: "completed",
  problem: null,
  measured: madeUpRound({ readOps: 0, writeOps: 0, updateOps: 0 }),
});

describe("nothing is ranked", () => {
  test("of a strategy that starved clients, not even as the baseline", async () => {
    const { result, exitCode } = await compare(
      { mutex: starves, actor: takes(100), channels: takes(150) },
      { rounds: 6 },
    );
    expect(exitCode).toBe(0);
    // From its first round on another strategy runs twice.
    expect(result.comparison).toMatchObject({ baseline: "actor" });
    expect(result.results[0]).toMatchObject({ strategy: "mutex", standing: null, tier: null });
    expect(result.results[0]?.starved).toHaveLength(6);
    expect(result.comparison?.contenders.map(({ name }) => name)).toEqual(["channels"]);
  });

  test("where the machine was busy", async () => {
    const used = { heapBytes: 0, gcCount: 0, gcMs: 0, cpuMs: 250, threadCpuMs: 60, busyMs: 200 };
    const slowed: Deeds = (round) => ({
      status: "completed",
      problem: null,
      measured: madeUpRound({ elapsedMs: 200 + round / 10, resources: used }),
    });
    const { result } = await compare({ actor: slowed, mutex: takes(100) }, { rounds: 6 });
    expect(result.comparison).toMatchObject({
      obstacle: "disturbed",
      contenders: [{ name: "actor", standing: "undecided" }],
    });
    expect(result.comparison?.tiers).toBeUndefined();
    expect(result.results[0]).toMatchObject({ core: { leastShare: 0.3, disturbedRounds: 6 } });
  });

  test("where nothing completed", async () => {
    const { result } = await compare({ actor: idle, mutex: idle }, { rounds: 6 });
    expect(result.comparison).toMatchObject({ obstacle: "too-few-rounds" });
    const said = closingRemarks({ ...madeUpDocument(), workloads: [result] }).join(" ");
    expect(said).toContain("Nothing completed in any of the 6 rounds");
    expect(said).not.toContain("Fewer than");
  });
});

/** Its digest differs. */
const other: Deeds = () => ({
  status: "completed",
  problem: null,
  measured: madeUpRound({ digest: "e".repeat(64) }),
});

test("a run that was asked something else is not compared", async () => {
  const { result, exitCode } = await compare({ mutex: takes(100), other }, { rounds: 1 });
  expect(exitCode).toBe(4);
  expect(result.results[1]).toMatchObject({ strategy: "other", status: "other-workload" });
});

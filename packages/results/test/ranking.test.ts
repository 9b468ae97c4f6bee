/** What keeps strategies from being ranked: starved clients, a busy machine, a pace that is given. */
import { describe, expect, test } from "vitest";
import {
  answersOf,
  closingRemarks,
  columnsFor,
  crossedLimits,
  disqualificationIn,
  isStarving,
  limitedFigure,
  renderMarkdown,
  warningsOn,
  type MeasuredRound,
} from "../src/index.ts";
import { madeUpDocument, madeUpTable, type MadeUpTable } from "../src/testing/index.ts";

/** Four readers completed one read each and wait ever since; two writers go on. */
const starving: Partial<MeasuredRound> = {
  readOps: 4,
  writeOps: 9996,
  updateOps: 0,
  perClientOps: [1, 1, 1, 1, 4998, 4998],
  perClientInFlightUs: [98_000, 98_000, 98_500, 98_000, null, 3],
  inFlightAtDeadline: 5,
};

const six = <Item>(item: Item): Item[] => Array.from({ length: 6 }, () => item);
const calm = Array.from({ length: 6 }, (_, round) => ({ elapsedMs: 100 + round / 10 }));

/** Warnings and remarks. */
function textOf(table: MadeUpTable): string {
  const document = madeUpDocument(table);
  return [...document.workloads.flatMap(warningsOn), ...closingRemarks(document)].join(" ");
}

describe("a strategy that starves clients", () => {
  const table: MadeUpTable = {
    workload: "saturated",
    parameters: { updaters: 0 },
    rows: [{ strategy: "fair" }, { strategy: "unfair", rounds: [starving] }],
  };

  test("is named, with its clients, what they completed and how long they waited", () => {
    expect(textOf(table)).toContain(
      "With unfair, readers 0 to 3 were starved: each completed 1 read, and waited 98.0 ms of 100 ms.",
    );
    expect(textOf(table)).toContain("unfair is not ranked");
    expect(renderMarkdown(madeUpDocument(table))).toContain("readers 0 to 3 were starved");
  });

  test("is in no sentence on speed, and its fairness is none", () => {
    const { results } = madeUpTable(table);
    expect(results.map(isStarving)).toEqual([false, true]);
    expect(results[1]?.fairness?.read).toMatchObject({ jainIndex: 0, least: 1, most: 1 });
    expect(textOf(table)).not.toMatch(/through unfair/);
    const answers = answersOf(madeUpTable(table));
    expect(answers[0]).toMatchObject({ isFault: true });
    expect(answers.at(-1)?.sentence).not.toContain("unfair");
  });

  test("can be refused by a limit", () => {
    const limit = { text: "starved>0", relation: ">" as const, value: 0 };
    const figure = limitedFigure("starved")!;
    expect(crossedLimits([{ ...limit, figure }], madeUpDocument(table))).toEqual([
      'unfair in saturated: starved is 4, which "starved>0" forbids',
    ]);
    const oldest = { text: "oldest>50ms", relation: ">" as const, value: 50_000 };
    expect(
      crossedLimits([{ ...oldest, figure: limitedFigure("oldest")! }], madeUpDocument(table)),
    ).toEqual(['unfair in saturated: oldest is 98.5 ms, which "oldest>50ms" forbids']);
  });

  test("may starve a single client, clients of several roles, or in some rounds only", () => {
    const one = { perClientOps: [9, 9, 2, 9, 9, 9], perClientInFlightUs: [1, 1, 60_000, 1, 1, 1] };
    // Another client would have completed ten operations meanwhile only if it had done more.
    expect(textOf({ ...table, rows: [{ strategy: "one", rounds: [one] }] })).not.toContain(
      "starved",
    );
    const busier = { ...one, perClientOps: [90, 90, 2, 90, 90, 90] };
    expect(textOf({ ...table, rows: [{ strategy: "one", rounds: [busier] }] })).toContain(
      "reader 2 was starved: it completed 2 reads, and waited 60.0 ms of 100 ms",
    );
    const both = {
      perClientOps: [5000, 5000, 1, 5000, 0, 0],
      perClientInFlightUs: [1, 1, 90_000, null, 100_000, 100_000],
    };
    expect(textOf({ ...table, rows: [{ strategy: "both", rounds: [both] }] })).toContain(
      "reader 2 was starved: it completed 1 read, and waited 90.0 ms of 100 ms; " +
        "writers 4 to 5 were starved: each completed 0 writes, and waited 100 ms of 100 ms",
    );
    const rounds = [{}, both, {}];
    expect(textOf({ ...table, rows: [{ strategy: "both", rounds }] })).toContain(
      "(so in 1 of 3 rounds)",
    );
  });

  test("is not assumed where updaters rightfully hold the state for so long", () => {
    const rows = [{ strategy: "held", rounds: [starving] }];
    expect(textOf({ ...table, rows, parameters: { updaters: 2, hold: 50_000 } })).not.toContain(
      "were starved",
    );
  });
});

/** Its main thread had this share of a core through a busy run. */
function withCore(share: number): Partial<MeasuredRound> {
  const threadCpuMs = 200 * share;
  return {
    resources: { heapBytes: 0, gcCount: 0, gcMs: 0, cpuMs: 250, threadCpuMs, busyMs: 200 },
  };
}

/** One strategy with these rounds, and another with quiet ones. */
function busyTable(rounds: readonly Partial<MeasuredRound>[]): MadeUpTable {
  return {
    rows: [
      { strategy: "fast", rounds },
      { strategy: "slow", rounds: calm },
    ],
    parameters: { updaters: 0 },
  };
}

describe("a busy machine", () => {
  test("is named with the share of a core that a run had, and nothing is ranked", () => {
    const disturbed = busyTable([withCore(0.29)]);
    expect(textOf(disturbed)).toContain(
      "while there was work to do, fast had 29.0% of a processor core",
    );
    expect(textOf(disturbed)).toContain("nothing is ranked");
    expect(textOf(disturbed)).not.toContain("An operation costs");
    expect(disqualificationIn(madeUpTable(disturbed))).toBe("disturbed");
    expect(answersOf(madeUpTable(disturbed)).at(-1)?.sentence).toContain("the machine was busy");
  });

  test.each([
    ["enough of a core", six(withCore(0.81)), undefined],
    ["one round of ten", [withCore(0.5), ...six(withCore(1)), {}, {}, {}], undefined],
    ["two rounds of ten", [withCore(0.5), withCore(0.5), ...six(withCore(1)), {}, {}], "disturbed"],
    ["little to do", [{ resources: { ...withCore(0.1).resources!, busyMs: 90 } }], undefined],
    [
      "a system that does not say what one thread had",
      [{ resources: { ...withCore(0).resources!, threadCpuMs: null, cpuMs: 100 } }],
      "disturbed",
    ],
    [
      "a result of an earlier version",
      [{ resources: { ...withCore(0.1).resources!, busyMs: null } }],
      undefined,
    ],
  ] as const)("is told from a quiet one: %s", (_, rounds, reason) => {
    expect(disqualificationIn(madeUpTable(busyTable(rounds)))).toBe(reason);
  });
});

describe("where arrivals decide the counts", () => {
  test("no column compares speeds, and latency is there before them", () => {
    const rows = [
      { strategy: "actor", rounds: calm },
      { strategy: "mutex", rounds: calm },
    ];
    const table = madeUpTable({ rows, parameters: { ratePerSecond: 1000 }, baseline: "mutex" });
    const comparison = { ...table.comparison!, obstacle: "open-loop" as const, tiers: undefined };
    const columns = columnsFor({ ...table, comparison });
    const heads = columns.map(({ head }) => head);
    expect(heads).not.toContain("times mutex");
    expect(heads).not.toContain("tier");
    const rankOf = (head: string): number => columns.find((one) => one.head === head)?.rank ?? -1;
    expect(rankOf("p99")).toBeGreaterThan(rankOf("ops/s"));
    expect(textOf({ rows, parameters: { ratePerSecond: 1000 } })).toContain("compare latencies");
  });
});

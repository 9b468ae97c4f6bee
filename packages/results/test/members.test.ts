/** Figures and remarks of runs that several members shared. */
import { describe, expect, test } from "vitest";
import {
  closingRemarks,
  columnsFor,
  crossedLimits,
  limitedFigure,
  parseResult,
  renderCsv,
  warningsOn,
  type MeasuredRound,
  type MemberFigures,
  type ResultDocument,
} from "../src/index.ts";
import { madeUpDocument, madeUpRound, madeUpTable } from "../src/testing/index.ts";

/** What one member did; the rest is of no interest. */
function member(completedOps: number, more: Partial<MemberFigures> = {}): MemberFigures {
  return {
    completedOps,
    lateStartMs: 0.1,
    threadCpuMs: 99,
    heapBytes: 400_000,
    gcCount: 1,
    gcMs: 0.2,
    busyMs: 100,
    ...more,
  };
}

/** Of two threads: clients 0, 2, 4 and 6 are thread 1's. 4 readers, 2 writers, 2 updaters. */
const unfair: Partial<MeasuredRound> = {
  perClientOps: [1800, 200, 1800, 200, 1600, 400, 1900, 100],
  members: [member(7100), member(900)],
};
const even: Partial<MeasuredRound> = { members: [member(4000), member(4000)] };

const threads = (count: number) => ({ members: { span: "threads", count } }) as const;

function documentOf(...rounds: readonly Partial<MeasuredRound>[]): ResultDocument {
  return madeUpDocument({ parameters: threads(2), rows: [{ strategy: "futex", rounds }] });
}

const rowOf = (...rounds: readonly Partial<MeasuredRound>[]) =>
  documentOf(...rounds).workloads[0]!.results[0]!;

const textOf = (...rounds: readonly Partial<MeasuredRound>[]): string =>
  closingRemarks(documentOf(...rounds)).join(" ");

describe("a row of several members", () => {
  test("knows each one's share, over all rounds", () => {
    const { members } = rowOf(unfair, { ...unfair, members: [member(900), member(7100)] });
    expect(members?.shares).toEqual([0.5, 0.5]);
  });

  test("knows how evenly they were served, and how evenly each served its clients", () => {
    expect(rowOf(even).members).toMatchObject({ shares: [0.5, 0.5], service: { between: 1 } });
    const { service } = rowOf(unfair).members!;
    // Readers 1.8 and 0.2 of their average, twice; a writer 1.6 and 0.4; an updater 1.9 and 0.1.
    expect(service?.perMember[0]).toBeCloseTo((1.8 + 1.8 + 1.6 + 1.9) / 4, 10);
    expect(service?.perMember[1]).toBeCloseTo((0.2 + 0.2 + 0.4 + 0.1) / 4, 10);
    expect(service?.between).toBeCloseTo(4 / (2 * (1.775 ** 2 + 0.225 ** 2)), 10);
    expect(service?.within).toBe(1);
    const within = rowOf({
      ...even,
      perClientOps: [1900, 1000, 100, 1000, 1000, 1000, 1000, 1000],
    });
    expect(within.members?.service?.between).toBe(1);
    expect(within.members?.service?.within).toBeCloseTo(4 / (2 * (1.9 ** 2 + 0.1 ** 2)), 10);
  });

  test("takes roles for what they are: one member has the readers, another the updater", () => {
    const table = madeUpTable({
      parameters: { readers: 1, writers: 0, updaters: 1, ...threads(3) },
      rows: [
        {
          strategy: "futex",
          rounds: [{ perClientOps: [9000, 30], members: [member(9000), member(30), member(0)] }],
        },
      ],
    });
    expect(table.results[0]?.members?.service).toEqual({
      perMember: [1, 1, null],
      between: 1,
      within: 1,
    });
    const document = madeUpDocument(table);
    expect(closingRemarks(document).join(" ")).not.toContain("served alike");
  });

  test("shows a column for each of these, and may be limited by them", () => {
    const document = documentOf(unfair);
    const [table] = document.workloads;
    const shown = Object.fromEntries(
      columnsFor(table!).map(({ head, show }) => [head, show(table!.results[0]!)]),
    );
    expect(shown).toMatchObject({
      "per thread": "11.3%–88.8%",
      "fair between": "0.625",
      "fair within": "1.000",
      "start late": "100 µs",
    });
    const crossed = (name: string) => {
      const limit = {
        text: name,
        figure: limitedFigure(name)!,
        relation: "<",
        value: 0.7,
      } as const;
      return crossedLimits([limit], document).length;
    };
    expect([crossed("fair between"), crossed("fair within")]).toEqual([1, 0]);
    const [heads = "", line = ""] = renderCsv(document).split("\r\n");
    const field = heads.split(",").indexOf("mostMemberShare");
    expect(line.split(",")[field]).toBe("0.8875");
  });

  test("says nothing of service in an open loop, where arrivals decide it", () => {
    const table = madeUpTable({
      parameters: { ratePerSecond: 1000, ...threads(2) },
      rows: [{ strategy: "futex", rounds: [unfair] }],
    });
    const heads = columnsFor(table).map(({ head }) => head);
    expect(heads).toContain("start late");
    expect(heads).not.toContain("fair between");
    expect(closingRemarks(madeUpDocument(table)).join(" ")).not.toContain("served alike");
  });
});

describe("a row of one event loop", () => {
  const document = madeUpDocument({ rows: [{ strategy: "mutex" }] });

  test("shows none of these columns", () => {
    expect(document.workloads[0]!.results[0]!.members).toBeNull();
    expect(madeUpRound().members).toBeNull();
    const heads = columnsFor(document.workloads[0]!).map(({ head }) => head);
    for (const head of ["per thread", "per event loop", "fair between", "start late"]) {
      expect(heads).not.toContain(head);
    }
    expect(closingRemarks(document).join(" ")).not.toMatch(/thread|core/);
  });

  test("is what a result is read as that knows of no members", () => {
    const old = JSON.parse(
      JSON.stringify(document, (name, value: unknown) => (name === "members" ? undefined : value)),
    ) as unknown;
    expect(parseResult(old)).toEqual(document);
  });
});

describe("remarks on members", () => {
  test("are none where all is well", () => {
    expect(textOf(even)).not.toMatch(/served alike|began late|on 2 cores/);
  });

  test("name the member that was passed over", () => {
    expect(textOf(unfair)).toContain(
      "Not every thread was served alike: with futex, thread 2 completed 11.3% of the operations.",
    );
  });

  test.each([
    [1.9, false],
    [2.1, true],
  ])("say that one began %d ms of 100 ms late: %s", (lateStartMs, isLate) => {
    const text = textOf(even, { members: [member(4000), member(4000, { lateStartMs })] });
    expect(text.includes(`A thread began late`)).toBe(isLate);
    if (isLate) expect(text).toContain("2.10 ms with futex (2.1% of the run)");
  });

  test("say where there are more threads than processors, once for all tables", () => {
    const rows = [{ strategy: "futex", rounds: [even] }];
    const table = (count: number) => ({ parameters: threads(count), rows });
    const text = closingRemarks(madeUpDocument(table(2), table(4), table(3))).join(" ");
    expect(text.match(/4 threads on 2 cores: a lock holder/g)).toHaveLength(1);
    expect(text).not.toContain("3 threads on");
  });

  test("say of which processor time members had too little", () => {
    const resources = {
      heapBytes: 0,
      gcCount: 0,
      gcMs: 0,
      cpuMs: 110,
      threadCpuMs: 100,
      busyMs: 200,
    };
    const [warning = ""] = warningsOn(documentOf({ ...even, resources }).workloads[0]!);
    expect(warning).toContain("futex had 50.0% of the available processor time");
    expect(warning).toContain("blocks its threads");
    const alone = madeUpDocument({ rows: [{ strategy: "mutex", rounds: [{ resources }] }] });
    expect(warningsOn(alone.workloads[0]!)[0]).toContain("mutex had 50.0% of a processor core");
  });
});

/** What people see of a result: CSV, Markdown, limits, remarks, the words for a workload. */
import { knobs, isTouched, type KnobName } from "@sync-strategies/workload";
import { describe, expect, test } from "vitest";
import {
  closingRemarks,
  columnsFor,
  crossedLimits,
  describeWorkload,
  headingOf,
  limitedFigure,
  limitNames,
  renderCsv,
  renderMarkdown,
  sweepCurves,
  type Limit,
  type Members,
} from "../src/index.ts";
import { allColumns } from "../src/figures/figures.ts";
import { resultDocument } from "../src/result-document.ts";
import { madeUpDocument, madeUpTable, violation, type MadeUpTable } from "../src/testing/index.ts";

const slowRounds = Array.from({ length: 6 }, (_, round) => ({ elapsedMs: 200 + round }));
const fastRounds = Array.from({ length: 6 }, (_, round) => ({ elapsedMs: 100 + round }));

/**
 * A table in which every figure has a value: several rounds, processes with servers, arrivals of an
 * open loop, operations of unknown outcome.
 */
function fullTable() {
  const lateness = { samples: 3, p50Us: 1, p99Us: 2, maxUs: 3, meanUs: 1 };
  const openLoop = { arrivals: 8010, dropped: 2, mostInFlight: 9, lateness };
  const used = { threadCpuMs: 9, heapBytes: 8, gcCount: 1, gcMs: 1, busyMs: 9 };
  const members = [4000, 4000].map((completedOps) => ({ completedOps, lateStartMs: 0, ...used }));
  const unknownOutcomes = { read: 3, write: 2, update: 1 };
  const roundTrips = { read: 1, write: 1, update: 2 };
  const rounds = (list: readonly object[]) =>
    list.map((round) => ({ ...round, openLoop, members, unknownOutcomes, roundTrips }));
  return {
    ...madeUpTable({
      parameters: { members: { span: "machines", count: 2 } },
      rows: [
        { strategy: "actor", rounds: rounds(fastRounds), reply: "by a promise" },
        { strategy: "mutex", rounds: rounds(slowRounds), reply: "by a promise" },
      ],
      baseline: "mutex",
    }),
    operationCeiling: 10_000,
  };
}

describe("the table of figures", () => {
  test("every entry is shown or exported, and no name is there twice", () => {
    for (const { key, head } of allColumns) expect(key ?? head).toBeDefined();
    const keys = allColumns.flatMap(({ key }) => key ?? []);
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(limitNames).size).toBe(limitNames.length);
    for (const name of limitNames) {
      expect(name).toMatch(/^[^<>=]+$/);
      expect(limitedFigure(name)).toBeDefined();
    }
    expect(limitedFigure("p98")).toBeUndefined();
  });

  test("every figure has a value in one of two full documents", () => {
    const open = fullTable();
    const paced = madeUpTable({ rows: [{ strategy: "actor" }], parameters: { pauseUs: 1000 } });
    const pacedWithCeiling = { ...paced, operationCeiling: 9000 };
    pacedWithCeiling.results = paced.results.map((row) => ({ ...row, shareOfCeiling: 0.9 }));
    const without = allColumns.filter(({ of }) =>
      [open, pacedWithCeiling].every((table) =>
        table.results.every((row) => (of(row, table) ?? null) === null),
      ),
    );
    // Nothing went wrong, so nothing is said of it.
    expect(without.map(({ key, head }) => key ?? head)).toEqual(["problem"]);
  });

  test("columns of one table have different headings, and each shows something", () => {
    const table = fullTable();
    const columns = columnsFor(table);
    expect(new Set(columns.map(({ head }) => head)).size).toBe(columns.length);
    for (const { head, width, show } of columns) {
      expect(width).toBeGreaterThanOrEqual(head.length);
      expect(table.results.map(show).some((text) => text !== undefined)).toBe(
        !["of ceiling"].includes(head),
      );
    }
  });
});

/** The lines of CSV. */
function lines(text: string): string[] {
  return text.trimEnd().split("\r\n");
}

describe("CSV", () => {
  test("has a line for each row, and the same number of fields in each", () => {
    const table = { rows: [{ strategy: "actor" }, { strategy: "mutex" }] };
    const text = renderCsv(madeUpDocument(table, { ...table, workload: "second" }));
    expect(lines(text)).toHaveLength(5);
    expect(lines(text)[0]).toMatch(/^workload,sweep,digest,strategy,.*readOps,writeOps/);
    expect(new Set(lines(text).map((line) => line.split(",").length)).size).toBe(1);
    const heads = lines(text)[0]!.split(",");
    expect(new Set(heads).size).toBe(heads.length);
  });

  test("quotes a comma and a quotation mark", () => {
    const failure = { status: "threw", problem: 'it said "no", twice' } as const;
    const text = renderCsv(madeUpDocument({ rows: [{ strategy: "bad", rounds: [failure] }] }));
    expect(text).toContain('"it said ""no"", twice"');
  });

  test.for([
    ["a formula", '=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
    ["another one", "@SUM(A1)", "'@SUM(A1)"],
    ["a sign", "-1+1", "'-1+1"],
    ["a tab", "\t=1", "\\u0009=1"],
    ["the end of a line", "a\r\n=1", "a\\u000d\\u000a=1"],
    ["an escape sequence", "\u001B[2J", "\\u001b[2J"],
  ] as const)("has %s only as plain text", ([, problem, field]) => {
    const text = renderCsv(
      madeUpDocument({ rows: [{ strategy: "bad", rounds: [{ status: "threw", problem }] }] }),
    );
    expect(text.trimEnd().endsWith(`,${field}`), text).toBe(true);
  });
});

test("the members of a run are in its CSV, and in words in its Markdown", () => {
  const document = madeUpDocument({
    rows: [{ strategy: "futex" }],
    parameters: { members: { span: "threads", count: 2 } },
  });
  const [heads, line] = lines(renderCsv(document)).map((one) => one.split(","));
  expect(line?.[heads!.indexOf("span")]).toBe("threads");
  expect(line?.[heads!.indexOf("members")]).toBe("2");
  expect(renderMarkdown(document)).toContain(" 2 threads, 4 readers, ");
});

describe("Markdown", () => {
  test("has no cell that ends early, and nothing that a terminal would obey", () => {
    const text = renderMarkdown(madeUpDocument({ rows: [{ strategy: "a|b\n\u001B[2J" }] }));
    expect(text).toContain("| a\\|b\\u000a\\u001b[2J | ");
  });

  test("has a table for each workload, the drawing of a violation, and what is left out", () => {
    const text = renderMarkdown(
      madeUpDocument({
        rows: [
          { strategy: "actor" },
          { strategy: "careless", kind: "control", rounds: [{ check: violation() }] },
          { strategy: "absent", rounds: [{ status: "died", problem: "it ended" }] },
        ],
      }),
    );
    expect(text).toMatch(/^## made-up$/m);
    expect(text).toMatch(/^\| strategy \| readOps \| writeOps \|/m);
    expect(text).toMatch(/^\| actor \| 4,000 \| 2,000 \|/m);
    expect(text).toMatch(/^\| absent \| no result: died \|/m);
    expect(text).toMatch(/^\| careless \(control\) .*NOT linearizable/m);
    expect(text).toMatch(/^\*\*careless\*\*: A lost update: client 0 and client 1/m);
    expect(text).toContain("```text");
  });
});

/** A limit whose value is in the figure's own unit, times in microseconds. */
function limit(text: string): Limit {
  const [, name = "", relation, value] = /^(.+)([<>])(.+)$/.exec(text) ?? [];
  return { text, figure: limitedFigure(name)!, relation: relation as ">", value: Number(value) };
}

describe("operations of unknown outcome", () => {
  const outcomes = { read: 3, write: 2, update: 1 };

  test("have a column where there are any, in which those of all rounds add up", () => {
    const rounds = [{ unknownOutcomes: outcomes }, {}, { unknownOutcomes: outcomes }];
    const table = madeUpTable({ rows: [{ strategy: "sure" }, { strategy: "unsure", rounds }] });
    const column = columnsFor(table).find(({ head }) => head === "unknown");
    expect(table.results.map((row) => column?.show(row))).toEqual(["0", "12"]);
    const columns = columnsFor(madeUpTable({ rows: [{ strategy: "sure" }] }));
    expect(columns.map(({ head }) => head)).not.toContain("unknown");
  });
});

describe("limits", () => {
  test("that are crossed are named, one line each, times in their unit", () => {
    const document = madeUpDocument({ rows: [{ strategy: "actor" }] });
    const limits = ["ops/s>1", "total<1", "p99>5000", "p99>200"].map(limit);
    expect(crossedLimits(limits, document)).toEqual([
      'actor in made-up: ops/s is 80,000, which "ops/s>1" forbids',
      'actor in made-up: p99 is 300 µs, which "p99>200" forbids',
    ]);
  });

  test("concern neither the control nor what has no figures", () => {
    const lost = {
      acknowledgedUpdates: 9,
      lostUpdates: 3,
      lostUpdatesIsLowerBound: false,
      contradictions: [],
    };
    const document = madeUpDocument({
      rows: [
        { strategy: "careless", kind: "control", rounds: [{ state: lost }] },
        { strategy: "absent", rounds: [{ status: "hung", problem: "no operation completed" }] },
      ],
    });
    expect(crossedLimits([limit("lost>0")], document)).toEqual([]);
  });

  test("on what a workload does not measure are crossed", () => {
    const document = madeUpDocument({ rows: [{ strategy: "actor", rounds: [{ state: null }] }] });
    expect(crossedLimits([limit("lost>0")], document)).toEqual([
      'actor in made-up: there is no lost to compare with "lost>0"',
    ]);
  });
});

/** The remarks on a table without updates, of one event loop or of several members. */
function words(members: Members | null): string {
  return closingRemarks(
    madeUpDocument({
      parameters: { updaters: 0, members },
      rows: [{ strategy: "sound" }, { strategy: "careless", kind: "control" }],
    }),
  ).join(" ");
}

describe("closing remarks", () => {
  test("count lost updates, and name the control that lost them", () => {
    const state = {
      acknowledgedUpdates: 1234,
      lostUpdates: 56,
      lostUpdatesIsLowerBound: false,
      contradictions: [],
    };
    const text = closingRemarks(
      madeUpDocument({
        parameters: { writers: 0 },
        rows: [
          ...["a", "b", "c", "d", "e"].map((strategy) => ({ strategy })),
          { strategy: "careless", kind: "control" as const, rounds: [{ state }] },
        ],
      }),
    ).join(" ");
    expect(text).toContain("careless lost 56 of 1,234 acknowledged updates");
    expect(text).toContain("the other 5 lost none");
  });

  test("say of threads nothing that holds in one event loop only", () => {
    expect(words(null)).toContain("An operation costs 12.5 µs through sound.");
    expect(words(null)).toContain("one event loop runs one task");
    const threads = words({ span: "threads", count: 2 });
    expect(threads).toContain(
      "Among 2 threads an operation completes every 12.5 µs through sound.",
    );
    expect(threads).toContain("Even careless is right here: no client updates");
    expect(threads).not.toContain("event loop");
  });

  test("say which clock ordered what processes did, and nothing of that of threads", () => {
    const check = {
      verdict: "linearizable",
      engine: "zones",
      checkedOps: 8,
      totalOps: 8,
      elapsedMs: 1,
    } as const;
    const wordsOn = (span: Members["span"], clock: string): string =>
      closingRemarks(
        madeUpDocument({
          parameters: { members: { span, count: 2 } },
          rows: [{ strategy: "sound", rounds: [{ check: { ...check, clock } }] }],
        }),
      ).join(" ");
    expect(wordsOn("processes", "monotonic time, to within 200 ns")).toContain(
      "ordered by monotonic time, to within 200 ns: a violation",
    );
    expect(wordsOn("threads", "shared counter")).not.toContain("ordered by");
  });

  test("say that nothing was checked, where nothing was", () => {
    const rows = [{ strategy: "actor", rounds: [{ check: null }] }];
    expect(closingRemarks(madeUpDocument({ rows })).join(" ")).toContain(
      "No history was recorded or checked",
    );
  });
});

describe("a workload in words", () => {
  test("names every knob that is touched", () => {
    const touched = {
      readers: 11,
      writers: 12,
      updaters: 13,
      keys: 14,
      keyDistribution: "zipf",
      pauseUs: 15,
      hold: "immediate",
      ratePerSecond: 16,
      maximumInFlight: 17,
      seed: 18,
    } as const;
    for (const name of Object.keys(knobs) as KnobName[]) {
      expect(touched, "a value for the new knob, please").toHaveProperty(name);
      const open = { ratePerSecond: 16, maximumInFlight: 17 };
      const { parameters } = madeUpTable({
        rows: [{ strategy: "actor" }],
        parameters: { ...(name === "maximumInFlight" && open), [name]: touched[name] },
      });
      if (!isTouched(name, parameters)) continue;
      const value = touched[name];
      expect(describeWorkload({ parameters })).toContain(String(value));
    }
  });
});

/** A point of a sweep, in which one strategy fails with four readers. */
function point(value: number, elapsedMs: number): MadeUpTable {
  return {
    sweep: { knob: "readers", value },
    rows: [
      { strategy: "actor", rounds: [{ elapsedMs }] },
      {
        strategy: "mutex",
        rounds: [
          value === 4
            ? ({ status: "died", problem: "it ended" } as const)
            : { elapsedMs: 2 * elapsedMs },
        ],
      },
    ],
  };
}

describe("a sweep", () => {
  test("becomes one curve for each strategy, with a gap where it failed", () => {
    expect(sweepCurves(madeUpDocument(point(1, 100), point(4, 50)))).toMatchObject([
      {
        workload: "made-up",
        knob: "readers",
        values: [1, 4],
        curves: [
          { strategy: "actor", speeds: [expect.closeTo(80_000), expect.closeTo(160_000)] },
          { strategy: "mutex", speeds: [expect.closeTo(40_000), null] },
        ],
      },
    ]);
  });
});

test("a made-up document is a document", () => {
  expect(resultDocument.safeParse(madeUpDocument(fullTable())).error).toBeUndefined();
});

describe("a table of services", () => {
  const table = madeUpTable({
    parameters: { members: { span: "machines", count: 2 } },
    rows: [
      {
        strategy: "redis-lua",
        service: "redis",
        rounds: [{ roundTrips: { read: 1, write: 1, update: 2.5 } }],
      },
      { strategy: "redis-get-set", service: "redis", kind: "control" },
    ],
  });

  test("says where the clients were, and on whose server the state was", () => {
    expect(describeWorkload(table)).toMatch(/^2 processes with servers, 4 readers/);
    const { members } = table.parameters;
    expect(table.results.map((row) => headingOf(row, members))).toEqual([
      "on redis",
      "control on redis: it leaves out something that keeps the others right",
    ]);
    const document = { ...madeUpDocument(), workloads: [table] };
    expect(renderMarkdown(document)).toMatch(
      /^\| redis-lua \(on redis\) .*\n\| redis-get-set \(control on redis\)/m,
    );
    expect(renderCsv(document)).toMatch(/,redis-lua,strategy,,redis,/);
  });

  test("has round trips where they were counted, and none that were not", () => {
    const column = columnsFor(table).find(({ head }) => head === "trips r/w/u");
    expect(table.results.map((row) => column?.show(row))).toEqual(["1/1/2.5", undefined]);
    const other = madeUpTable({ rows: [{ strategy: "mutex" }] });
    expect(columnsFor(other).map(({ head }) => head)).not.toContain("trips r/w/u");
  });

  test("does not know what the servers used, and says so", () => {
    const said = closingRemarks({ ...madeUpDocument(), workloads: [table] });
    expect(said).toContainEqual(expect.stringContaining("what the servers used is not known"));
    const others = closingRemarks(madeUpDocument({ rows: [{ strategy: "mutex" }] }));
    expect(others.join()).not.toContain("servers");
  });
});

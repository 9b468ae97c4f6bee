/** The tables of the terminal, from made-up results. */
import { describe, expect, test } from "vitest";
import type { ResultDocument } from "@sync-strategies/results";
import { madeUpDocument, violation } from "@sync-strategies/results/testing";
import { TableReporter } from "../src/compare/table-reporter.ts";
import { printedBy } from "./printed.ts";

/** What the document looks like as its rows come in. */
function tableOf(document: ResultDocument, columns = 120): Promise<string> {
  return printedBy(
    () => {
      const reporter = new TableReporter();
      for (const workload of document.workloads) {
        reporter.begin(
          workload,
          workload.results.map(({ strategy }) => strategy),
        );
        for (const row of workload.results) reporter.row(workload, row);
        reporter.finish(workload);
      }
      reporter.end(document);
    },
    { columns },
  );
}

const lost = {
  acknowledgedUpdates: 2000,
  lostUpdates: 1234,
  lostUpdatesIsLowerBound: false,
  contradictions: [],
};

const document = madeUpDocument({
  workload: "contended",
  parameters: { writers: 0 },
  rows: [
    { strategy: "mutex" },
    { strategy: "broken", rounds: [{ status: "hung", problem: "no operation completed" }] },
    {
      strategy: "unsynchronized",
      kind: "control",
      rounds: [{ state: lost, check: violation() }],
    },
    { strategy: "go-mutex", kind: "reference", rounds: [{ check: null }] },
  ],
});

/** Six rounds of about this long. */
const rounds = (ms: number) =>
  Array.from({ length: 6 }, (_, round) => ({ elapsedMs: ms + round / 10 }));

const roundTrips = { read: 1, write: 1, update: 2 };

describe("a table", () => {
  test("has a line for each row, under headings, and draws what went wrong", async () => {
    const text = await tableOf(document);
    expect(text).toMatch(/^contended: .*\?$/m);
    expect(text).toMatch(/^strategy +readOps +updates .*read p99 .*update p99 .*lost +verdict/m);
    expect(text).toMatch(/^mutex .* linearizable, 8,008$/m);
    expect(text).toMatch(/^broken +no result: hung$/m);
    expect(text).toMatch(/^unsynchronized .* NOT linearizable, \d+$/m);
    expect(text).toMatch(/^control: /m);
    expect(text).toMatch(/^reference: the same workload in Go, not checked\ngo-mutex +[\d,]+/m);
    expect(text).toMatch(/^unsynchronized: A lost update: client \d+ and client \d+/m);
    expect(text).toMatch(/^ {2}client \d+ +\|A nothing -> \d+/m);
  });

  test.each([80, 100, 120])("keeps each line within %d characters", async (columns) => {
    const text = await tableOf(document, columns);
    const widest = Math.max(...text.split("\n").map((line) => line.length));
    expect(widest, text).toBeLessThanOrEqual(columns);
    expect(text).toContain("lost");
  });

  test("in a terminal of 20 characters has a line for each figure, the verdict included", async () => {
    const text = await tableOf(document, 20);
    expect(text).toMatch(/^mutex\n( {2}.*\n)+ {2}verdict:\n? +linearizable$/m);
    expect(text).toMatch(/^broken\n {2}no result: hung$/m);
    expect(text).toMatch(/^unsynchronized\n( {2}.*\n)+ {2}verdict: NOT\n? +linearizable$/m);
  });

  test("with rounds shows intervals, standings and tiers", async () => {
    const compared = madeUpDocument({
      baseline: "mutex",
      rows: [
        { strategy: "actor", rounds: rounds(100) },
        { strategy: "mutex", rounds: rounds(200) },
      ],
    });
    const text = await tableOf(compared, 200);
    expect(text).toMatch(/^strategy .*±95% .*times mutex +tier/m);
    expect(text).toMatch(/^actor .* 2\.00 \(2\.00–2\.00\) +1 /m);
  });

  test("of a sweep ends with the curve", async () => {
    const swept = madeUpDocument(
      ...[1, 4, 16].map((value) => ({
        workload: "saturated",
        sweep: { knob: "readers", value },
        rows: [{ strategy: "mutex", rounds: [{ elapsedMs: 100 * value }] }],
      })),
    );
    const text = await tableOf(swept);
    expect(text).toMatch(/^saturated, ops\/s by readers$/m);
    expect(text).toMatch(/^readers +1 +4 +16 +curve$/m);
    expect(text).toMatch(/^mutex +80,000 +20,000 +5,000 +█▃▁$/m);
  });

  test("of threads says how many, and one without them that there are such tables", async () => {
    const members = { span: "threads", count: 2 } as const;
    const text = await tableOf(
      madeUpDocument({
        parameters: { members },
        rows: [{ strategy: "futex" }, { strategy: "go-mutex", kind: "reference" }],
      }),
    );
    expect(text).toMatch(/^2 threads, 4 readers, /m);
    expect(text).toMatch(/^reference: .* with GOMAXPROCS=2, not checked\ngo-mutex /m);
    expect(text).not.toContain("pnpm compare --threads");
    expect(await tableOf(document)).toMatch(
      /\nState that several share: pnpm compare --threads, --processes or --services\n$/,
    );
  });

  test("of processes says how many", async () => {
    const parameters = { members: { span: "processes", count: 2 } } as const;
    const text = await tableOf(madeUpDocument({ parameters, rows: [{ strategy: "file-lock" }] }));
    expect(text).toMatch(/^2 processes, 4 readers, /m);
    expect(text).not.toContain("State that several share");
  });

  test("of services has a heading for each, and for its control", async () => {
    const text = await tableOf(
      madeUpDocument({
        parameters: { members: { span: "machines", count: 2 } },
        rows: [
          { strategy: "postgres-version", service: "postgres" },
          { strategy: "redis-lua", service: "redis", rounds: [{ roundTrips }] },
          { strategy: "redis-watch", service: "redis" },
          { strategy: "redis-get-set", service: "redis", kind: "control" },
          { strategy: "mine" },
        ],
      }),
    );
    const names = /^(2 processes with servers|on |control|postgres-|redis-|mine)/;
    const begins = text.split("\n").filter((line) => names.test(line));
    expect(begins.map((line) => line.split(/ {2}|, /)[0])).toEqual([
      "2 processes with servers",
      "on postgres",
      "postgres-version",
      "on redis",
      "redis-lua",
      "redis-watch",
      "control on redis: it leaves out something that keeps the others right",
      "redis-get-set",
      "on a server that the strategy finds itself",
      "mine",
    ]);
    expect(text).toMatch(/^redis-lua .* 1\/1\/2 /m);
    expect(text).not.toContain("State that several share");
  });

  test("that was interrupted says so", async () => {
    expect(await tableOf({ ...document, interrupted: true })).toContain("Interrupted");
  });
});

import { topics } from "@sync-strategies/results";
import { madeUpDocument } from "@sync-strategies/results/testing";
import { describe, expect, test } from "vitest";
import { renderReport, renderReportBody } from "../src/index.ts";
import { sweepDocument } from "./made-up-report.ts";

describe("the report's text", () => {
  const text = renderReport(sweepDocument());

  test("needs no script, and loads nothing", () => {
    expect(text).not.toMatch(/<script|<link|<img|@import|url\((?!#)/i);
    const addresses = text.match(/https?:\/\/[^"' <]+/g) ?? [];
    expect(new Set(addresses)).toEqual(
      new Set(["http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"]),
    );
  });

  test("takes its colours from the page, in every picture", () => {
    expect(text).toContain("var(--series-0)");
    expect(text).not.toMatch(/#0[12]f[de]0\d/);
  });

  test("has a row for each strategy, and draws each violation", () => {
    for (const name of ["actor", "mutex", "unsynchronized"]) expect(text).toContain(name);
    expect(text.match(/class="violation"/g)).toHaveLength(2);
    expect(text).toContain("A lost update");
  });

  test("answers first, then draws, then lists, and ends with the fine print", () => {
    const workload = text.slice(text.indexOf('id="workload-0"'), text.indexOf('id="workload-1"'));
    const order = ['class="answer"', 'class="violation"', "<figure>", "<table>", "<h3>Verdicts"];
    const places = order.map((part) => workload.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(text.indexOf('id="remarks"')).toBeGreaterThan(text.lastIndexOf('id="workload-'));
  });

  test("names the violation in the answer and next to the strategy", () => {
    expect(text).toMatch(/<li class="bad">unsynchronized, the control, is not linearizable/);
    expect(text.match(/<tr class="control violated">/g)?.length).toBeGreaterThan(0);
    expect(text).toContain('<span class="finding">NOT linearizable</span>');
  });

  test("has tables and pictures that say what they are", () => {
    const tables = text.match(/<table[\s\S]*?<\/table>/g) ?? [];
    expect(tables.length).toBeGreaterThan(4);
    for (const table of tables) expect(table).toMatch(/<caption>\s*\S/);
    const captions = text.match(/<caption>[\s\S]*?<\/caption>/g) ?? [];
    expect(new Set(captions).size).toBe(captions.length);
    const headers = text.match(/<th[ >]/g) ?? [];
    expect(text.match(/<th scope="(?:col|row)"/g)).toHaveLength(headers.length);
    const labels = text.match(/<svg class="wide" role="img" aria-label="[^"]+"/g) ?? [];
    expect(new Set(labels).size).toBe(labels.length);
  });

  test("is the page's body alone, for a page that has other content", () => {
    const body = renderReportBody(sweepDocument());
    const parts = /<h[123]>[^<]*|<(?:svg|table|dt)\b/g;
    expect(body.match(parts)).toEqual(text.match(parts));
    expect(body).not.toMatch(/<(?:html|head|body|meta)\b/);
  });

  test("names the browser where one ran it, and no command", () => {
    const document = madeUpDocument({ rows: [{ strategy: "one" }] });
    document.environment = { ...document.environment, browser: "Chromium 142", node: "", v8: "" };
    const inBrowser = renderReport(document);
    expect(inBrowser).toMatch(/UTC, Chromium 142\s+on/);
    expect(inBrowser).toMatch(/each run in a fresh\s+worker/);
    expect(inBrowser).not.toMatch(/Node|pnpm compare/);
    expect(text).toMatch(/UTC, Node v20.0.0\s+on/);
  });

  test("draws no picture of counts that rank nothing", () => {
    const rows = [{ strategy: "one" }, { strategy: "other" }];
    const closed = renderReport(madeUpDocument({ rows }));
    expect(closed).toContain("<h3>Throughput");
    const open = renderReport(madeUpDocument({ rows, parameters: { ratePerSecond: 1000 } }));
    expect(open).not.toContain("<h3>Throughput");
    expect(open).toContain("counts rank nothing");
  });

  test("draws latencies in a sweep whose counts rank nothing", () => {
    const points = [100, 1000].map((ratePerSecond) => ({
      workload: "read-heavy",
      sweep: { knob: "rate", value: ratePerSecond },
      parameters: { ratePerSecond },
      rows: [{ strategy: "one" }, { strategy: "other" }],
    }));
    const page = renderReport(madeUpDocument(...points));
    expect(page).toContain(
      'aria-label="Latency below which 99 of 100 operations stayed in read-heavy, by rate"',
    );
    expect(page).not.toContain("Operations per second in");
  });

  test("explains how to read every figure", () => {
    const terms = topics
      .flatMap(({ readings }) => readings)
      .filter(({ isForRounds = false, isForMembers = false }) => !isForRounds && !isForMembers)
      .filter(({ isForUnknown = false, isForServices = false }) => !isForUnknown && !isForServices)
      .map(({ term }) => term);
    expect(terms.length).toBeGreaterThan(0);
    expect(terms.filter((term) => !text.includes(term))).toEqual([]);
  });

  test("shows where there are threads how each was served, and elsewhere nothing of them", () => {
    const used = { threadCpuMs: 9, heapBytes: 8, gcCount: 1, gcMs: 1, busyMs: 9 };
    const rounds = [
      {
        perClientOps: [1800, 200, 1800, 200, 1600, 400, 1900, 100],
        members: [7100, 900].map((completedOps) => ({ completedOps, lateStartMs: 0, ...used })),
      },
    ];
    const page = renderReport(
      madeUpDocument({
        parameters: { members: { span: "threads", count: 2 } },
        rows: [{ strategy: "futex", rounds }],
      }),
    );
    expect(page).toMatch(/<th scope="col"[^>]*>per thread<\/th>/);
    expect(page).toContain("11.3%–88.8%");
    expect(page).toContain("<dt>fair within</dt>");
    expect(page).toContain("clients are a line of dots, those of thread 1 the uppermost.");
    // Thread 1 is the one that was served: all of its dots are to the right of the average.
    const [chart = ""] = page.match(/aria-label="How evenly[\s\S]*?<\/svg>/) ?? [];
    const dots = [...chart.matchAll(/matrix\([\d.]+,0,0,[\d.]+,([\d.]+),([\d.]+)\)/g)];
    const readers = dots.slice(0, 4).map(([, x, y]) => ({ x: Number(x), y: Number(y) }));
    const [first, second, third, fourth] = readers;
    expect(readers).toHaveLength(4);
    expect(Math.max(first!.y, third!.y)).toBeLessThan(Math.min(second!.y, fourth!.y));
    expect(Math.min(first!.x, third!.x)).toBeGreaterThan(Math.max(second!.x, fourth!.x));
    for (const word of ["per thread", "fair within", "line of dots"])
      expect(text).not.toContain(word);
  });

  test("escapes what comes from outside", () => {
    const problem = "<script>alert(1)</script>";
    const bad = { strategy: "bad", rounds: [{ status: "threw", problem } as const] };
    const page = renderReport(madeUpDocument({ rows: [{ strategy: "good" }, bad] }));
    expect(page).not.toContain("<script>");
  });
});

import { topics } from "@sync-strategies/results";
import { madeUpDocument } from "@sync-strategies/results/testing";
import { describe, expect, test } from "vitest";
import { renderReport } from "../src/index.ts";
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

  test("explains how to read every figure", () => {
    const terms = topics
      .flatMap(({ readings }) => readings)
      .filter(({ isForRounds = false }) => !isForRounds)
      .map(({ term }) => term);
    expect(terms.length).toBeGreaterThan(0);
    expect(terms.filter((term) => !text.includes(term))).toEqual([]);
  });

  test("escapes what comes from outside", () => {
    const problem = "<script>alert(1)</script>";
    const bad = { strategy: "bad", rounds: [{ status: "threw", problem } as const] };
    const page = renderReport(madeUpDocument({ rows: [{ strategy: "good" }, bad] }));
    expect(page).not.toContain("<script>");
  });
});

import { madeUpDocument, violation, type MadeUpTable } from "@sync-strategies/results/testing";
import { expect, test } from "vitest";
import { answersOf } from "../src/index.ts";

function answers(table: MadeUpTable): string[] {
  return answersOf(madeUpDocument(table).workloads[0]!).map(
    ({ sentence, isFault }) => (isFault ? "FAULT " : "") + sentence,
  );
}

const rounds = (milliseconds: number) =>
  Array.from({ length: 6 }, (_, round) => ({ elapsedMs: milliseconds + round / 10 }));

test("the tiers of a comparison are the answer", () => {
  const rows = [
    { strategy: "slow", rounds: rounds(200) },
    { strategy: "fast", rounds: rounds(100) },
    { strategy: "as-fast", rounds: rounds(100) },
  ];
  expect(answers({ baseline: "slow", rows }).at(-1)).toMatch(
    /Fastest: .*fast and .*fast; then slow\.$/,
  );
});

test("one round names the fastest and the slowest, and ranks nothing", () => {
  const rows = [
    { strategy: "slow", rounds: [{ elapsedMs: 200 }] },
    { strategy: "fast", rounds: [{ elapsedMs: 100 }] },
  ];
  const [answer] = answers({ rows });
  expect(answer).toMatch(
    /\(fast\) and .*\(slow\)\. Nothing is ranked: one round has no interval\.$/,
  );
});

test("faults come first", () => {
  const rows = [
    { strategy: "fine" },
    { strategy: "wrong", rounds: [{ check: violation() }] },
    { strategy: "broken", rounds: [{ status: "threw", problem: "it threw" } as const] },
  ];
  const [first, second, third, ...others] = answers({ rows });
  expect(first).toBe("FAULT wrong is not linearizable.");
  expect(second).toBe("FAULT broken has no result: it threw");
  expect(third).not.toContain("were linearizable");
  expect(others).toEqual([]);
});

test("where the rate is given, latency is the answer", () => {
  const [answer] = answers({ parameters: { ratePerSecond: 100 }, rows: [{ strategy: "one" }] });
  expect(answer).toContain("counts rank nothing");
});

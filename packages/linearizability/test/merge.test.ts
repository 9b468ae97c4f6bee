import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { describe, expect, test } from "vitest";
import { check, mergeHistories, type Model, type Operation } from "@sync-strategies/linearizability";
import { seedOf } from "../../../vitest.seed.ts";
import { engineCases } from "./engine-cases.ts";
import { randomOperations, type Lot } from "./random-operations.ts";
import { splitHistory, type Clocks } from "./split-history.ts";

const HISTORIES = 1_000;

interface Counts {
  wrong: number;
  found: number;
}

/** Splits and merges random histories, and has each pair of verdicts compared. */
function compareVerdicts(
  seed: number,
  kindOf: (typeof engineCases)[number]["kindOf"],
  model: Model,
  clocks: Clocks,
  isRight: (whole: string, merged: string) => boolean,
): Counts {
  const generator = xoroshiro128plus(seed);
  const lot: Lot = (below) => uniformInt(generator, 0, below - 1);
  const kind = kindOf();
  const counts = { wrong: 0, found: 0 };
  for (let index = 0; index < HISTORIES; index++) {
    const history = randomOperations(generator, kind, { keys: 2, most: 10 });
    const { members, whole } = splitHistory(history, clocks, lot);
    const merged = mergeHistories(members);
    expect(merged.totalOps).toBe(history.length);
    const expected = check(whole, model).verdict;
    const verdict = check(merged.history, model).verdict;
    if (expected === "not-linearizable") counts.wrong++;
    if (verdict === "not-linearizable") counts.found++;
    if (!isRight(expected, verdict)) {
      const shown = JSON.stringify({ members, merged: merged.history }, null, 1);
      expect.fail(`history ${index} is ${expected}, and when merged ${verdict}: ${shown}`);
    }
  }
  return counts;
}

const isSameVerdict = (whole: string, merged: string): boolean => whole === merged;
const isNoFalseAlarm = (whole: string, merged: string): boolean =>
  merged !== "not-linearizable" || whole === "not-linearizable";

describe.each(engineCases)("histories of $of ($engine)", ({ kindOf, model }) => {
  test.each<[string, Clocks]>([
    ["a shared counter", { kind: "counter", mostApart: 1, error: 0 }],
    ["different times", { kind: "time", mostApart: 9, areDistinct: true, error: 0 }],
    ["different numbers", { kind: "times as numbers", mostApart: 9, areDistinct: true, error: 0 }],
  ])("merged by %s have the verdict of the whole", (_, clocks) => {
    const { wrong } = compareVerdicts(seedOf(1), kindOf, model, clocks, isSameVerdict);
    expect(wrong).toBeGreaterThan(HISTORIES / 50);
  });

  test.each<[string, Clocks]>([
    ["times that coincide", { kind: "time", mostApart: 1, error: 0 }],
    ["numbers that coincide", { kind: "times as numbers", mostApart: 1, error: 0 }],
    ["times with an error", { kind: "time", mostApart: 9, error: 2 }],
    ["clocks apart", { kind: "times as numbers", mostApart: 9, error: 2 }],
    ["times with an error beyond the whole run", { kind: "time", mostApart: 4, error: 500 }],
  ])("merged by %s are never found guilty if they are not", (_, clocks) => {
    const { found } = compareVerdicts(seedOf(2), kindOf, model, clocks, isNoFalseAlarm);
    // Not because everything is forgiven.
    expect(found).toBeGreaterThan(0);
  });
});

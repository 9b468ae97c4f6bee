/** Compares the verdicts on random histories with those on what their members recorded, merged. */
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { expect } from "vitest";
import {
  check,
  mergeHistories,
  type MergedHistory,
  type Operation,
} from "@sync-strategies/linearizability";
import type { EngineCase } from "./engine-case.ts";
import { lotOf, randomHistoryOf } from "./random-operations.ts";
import { splitHistory, type Clocks, type Split } from "./split-history.ts";

/** By which the verdict must be that on the whole. */
export const exactClocks: readonly (readonly [string, Clocks])[] = [
  ["a shared counter", { kind: "counter", mostApart: 1, error: 0 }],
  ["different times", { kind: "time", mostApart: 9, areDistinct: true, error: 0 }],
  ["different numbers", { kind: "times as numbers", mostApart: 9, areDistinct: true, error: 0 }],
];

/** By which a violation may be missed, but none may be found where there is none. */
export const inexactClocks: readonly (readonly [string, Clocks])[] = [
  ["times that coincide", { kind: "time", mostApart: 1, error: 0 }],
  ["numbers that coincide", { kind: "times as numbers", mostApart: 1, error: 0 }],
  ["times with an error", { kind: "time", mostApart: 9, error: 2 }],
  ["clocks apart", { kind: "times as numbers", mostApart: 9, error: 2 }],
  ["times with an error beyond the whole run", { kind: "time", mostApart: 4, error: 500 }],
];

export interface Comparison extends Split {
  readonly merged: MergedHistory<Operation[]>;
  /** The verdict on the whole, and that on what was merged. */
  readonly expected: string;
  readonly found: string;
}

export const isSameVerdict = ({ expected, found }: Comparison): boolean => expected === found;

export const isNoFalseAlarm = ({ expected, found }: Comparison): boolean =>
  found !== "not-linearizable" || expected === "not-linearizable";

export interface Draws {
  readonly seed: number;
  readonly histories: number;
}

/**
 * Splits and merges random histories, and fails if `isRight` does not hold of one. Returns how many
 * were found not to be linearizable once they were merged.
 */
export function countFound(
  { seed, histories }: Draws,
  { kindOf, model }: EngineCase,
  clocks: Clocks,
  isRight: (comparison: Comparison) => boolean,
): number {
  const lot = lotOf(xoroshiro128plus(seed));
  const kind = kindOf();
  let count = 0;
  for (let index = 0; index < histories; index++) {
    const history = randomHistoryOf(kind, lot).operations;
    const split = splitHistory(history, clocks, lot);
    const merged = mergeHistories(split.members);
    expect(merged.totalOps).toBe(history.length);
    const expected = check(split.whole, model).verdict;
    const found = check(merged.history, model).verdict;
    if (found === "not-linearizable") count++;
    const comparison: Comparison = { ...split, merged, expected, found };
    if (!isRight(comparison)) {
      expect.fail(`history ${index}: ${JSON.stringify(comparison, null, 1)}`);
    }
  }
  return count;
}

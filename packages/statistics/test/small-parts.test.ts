import { describe, expect, test } from "vitest";
import { agreement, fairnessOf, isPauseBound, jainIndex, shuffled } from "../src/index.ts";

describe("fairness", () => {
  test("is 1 among equals and 1/n where one has everything", () => {
    expect(jainIndex([7, 7, 7, 7])).toBeCloseTo(1, 12);
    expect(jainIndex([0, 0, 12, 0])).toBeCloseTo(0.25, 12);
    expect(jainIndex([1, 2, 3])).toBeCloseTo(36 / 42, 12);
    expect(jainIndex([0, 0])).toBe(1);
  });

  test("names the least and the most served, and those who got nothing", () => {
    expect(fairnessOf([3, 0, 9])).toMatchObject({ clients: 3, least: 0, most: 9, withNone: 1 });
    // Equally served with next to nothing is not fair: all three were starved.
    expect(fairnessOf([1, 1, 1], () => true)).toMatchObject({ jainIndex: 0, least: 1, most: 1 });
    expect(fairnessOf([5, 5], (client) => client === 1)).toMatchObject({ jainIndex: 0.5 });
  });
});

describe("a closed loop", () => {
  test("is bound by its pause if that is more than 95% of each cycle", () => {
    expect(isPauseBound({ responseUs: 40, pauseUs: 1000 })).toBe(true);
    expect(isPauseBound({ responseUs: 60, pauseUs: 1000 })).toBe(false);
  });

  test("accounts for all its clients, or its figures contradict each other", () => {
    const loop = { clients: 100, responseUs: 500, pauseUs: 500 };
    expect(agreement({ ...loop, opsPerSecond: 100_000 })).toMatchObject({ holds: true, error: 0 });
    expect(agreement({ ...loop, opsPerSecond: 85_000 }).holds).toBe(false);
    expect(agreement({ ...loop, opsPerSecond: 111_000 }).holds).toBe(false);
  });
});

const names = ["a", "b", "c", "d", "e"];

function orders(seed: number): string[] {
  return Array.from({ length: 20 }, (_, round) => shuffled(names, seed, round).join(""));
}

describe("a round's order", () => {
  test("holds every contender once", () => {
    for (let round = 0; round < 50; round++) {
      expect(shuffled(names, 1, round).toSorted()).toEqual(names);
    }
  });

  test("follows from the seed and differs from round to round", () => {
    expect(orders(5)).toEqual(orders(5));
    expect(orders(6)).not.toEqual(orders(5));
    expect(new Set(orders(5)).size).toBeGreaterThan(10);
  });

  test("puts everyone in every place about equally often", () => {
    const first = new Map<string, number>();
    for (let round = 0; round < 5000; round++) {
      const [name = ""] = shuffled(names, 3, round);
      first.set(name, (first.get(name) ?? 0) + 1);
    }
    for (const name of names) {
      expect(first.get(name)).toBeGreaterThan(900);
      expect(first.get(name)).toBeLessThan(1100);
    }
  });
});

import { describe, expect, test } from "vitest";
import { compareTwoResults, roundsToDecide, smallestLoss } from "../src/index.ts";

/** Values that lie this far, on logarithms, above and below one in turn. */
function around(center: number, spread: number, rounds: number): number[] {
  return Array.from(
    { length: rounds },
    (_, round) => center * Math.exp(round % 2 === 0 ? spread : -spread),
  );
}

/** How many rounds of this spread decide on a loss of 5%. */
function roundsFor(spread: number, value = 1): number {
  const rates = around(1, spread, 10);
  return roundsToDecide(rates, rates, { value }, 0.95);
}

test("the smallest loss that can be shown is the lower half of the interval", () => {
  expect(smallestLoss({ value: 1, low: 0.87 })).toBeCloseTo(0.13);
  expect(smallestLoss({ value: 2, low: 1.8 })).toBeCloseTo(0.1);
});

describe("the number of rounds that decide", () => {
  test.each([
    [0.03, 0.95],
    [0.1, 0.95],
    [0.1, 0.9],
  ])("is enough, and one fewer is not: spread %d, limit %d", (spread, limit) => {
    const few = around(1000, spread, 10);
    const needed = roundsToDecide(few, few, { value: 1 }, limit);
    expect(needed).toBeGreaterThan(2);
    // An even number of rounds keeps the values around their center.
    const enough = around(1000, spread, 2 * Math.ceil((needed * 1.1) / 2));
    const tooFew = around(1000, spread, 2 * Math.floor((needed * 0.8) / 2));
    expect(compareTwoResults(enough, enough).low).toBeGreaterThan(limit);
    expect(compareTwoResults(tooFew, tooFew).low).toBeLessThan(limit);
  });

  test("grows with the square of the noise, and as the ratio nears the limit", () => {
    expect(roundsFor(0.4) / roundsFor(0.2)).toBeCloseTo(4, 0);
    expect(roundsFor(0.1, 0.97)).toBeGreaterThan(roundsFor(0.1));
    expect(roundsFor(0.1, 0.95)).toBe(Infinity);
    expect(roundsFor(0)).toBe(2);
  });
});

import { expect, test } from "vitest";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { seedOf } from "../../../vitest.seed.ts";
import { countLostUpdates, type Update } from "../src/lost-updates.ts";

/** From pairs of what an update was given and what it returned. */
const updates = (...pairs: readonly (readonly [number | undefined, number])[]): Update[] =>
  pairs.map(([before, after]) => ({ before, after, isAcknowledged: true }));

/** The same of updates whose outcome is unknown. */
const unknown = (...pairs: readonly (readonly [number | undefined, number])[]): Update[] =>
  updates(...pairs).map((update) => ({ ...update, isAcknowledged: false }));

test.each([
  ["one chain loses none", updates([undefined, 1], [2, 3], [1, 2]), 3, 0],
  [
    "a branch is lost with all that was built on it",
    updates([undefined, 1], [undefined, 2], [2, 3]),
    1,
    2,
  ],
  ["a key that is empty lost all", updates([undefined, 1], [1, 2]), undefined, 2],
  ["what follows the final value is lost", updates([undefined, 1], [1, 2], [2, 3]), 1, 2],
  // 10 and 20 were plain writes.
  ["what a plain write overwrote is not lost", updates([undefined, 1], [1, 2], [10, 11]), 11, 0],
  ["of two that were given a plain write's value one is lost", updates([10, 11], [10, 12]), 20, 1],
  [
    "and the shorter branch is, at least",
    updates([10, 11], [10, 12], [12, 13], [11, 14], [14, 15]),
    20,
    2,
  ],
  [
    "where the final value is a plain write's, what was built on it is lost",
    updates([10, 11]),
    10,
    1,
  ],
  [
    "where the final value goes back to the initial state, no other write came between",
    updates([undefined, 1], [10, 11]),
    1,
    1,
  ],
  [
    "an update of unknown outcome is a link where another one followed it",
    [...updates([undefined, 1], [2, 3]), ...unknown([1, 2])],
    3,
    0,
  ],
  ["and where its value is the final one", [...updates([undefined, 1]), ...unknown([1, 2])], 2, 0],
  ["and it may not have taken effect", [...updates([undefined, 1]), ...unknown([1, 2])], 1, 0],
  ["but what it overwrote is lost", [...updates([undefined, 1]), ...unknown([undefined, 2])], 2, 1],
  [
    "and what was built on it is lost where it left no trace",
    [...updates([undefined, 1], [2, 3]), ...unknown([1, 2])],
    1,
    1,
  ],
  ["and it is never lost itself", unknown([undefined, 1], [undefined, 2]), undefined, 0],
] as const)("%s", (_, all, final, lost) => {
  expect(countLostUpdates(all, final)).toBe(lost);
});

test("updates in a circle are counted, and none of them twice", () => {
  expect(countLostUpdates(updates([3, 1], [1, 2], [2, 3], [undefined, 4]), 4)).toBe(3);
  expect(countLostUpdates(updates([1, 1]), 5)).toBeLessThanOrEqual(1);
});

test("many updates in one chain are counted", () => {
  const chain = Array.from({ length: 200_000 }, (_, index) => ({
    before: index === 0 ? undefined : index - 1,
    after: index,
    isAcknowledged: true,
  }));
  expect(countLostUpdates(chain.toReversed(), 199_999)).toBe(0);
  expect(countLostUpdates(chain, 99_999)).toBe(100_000);
});

test("as many are lost as an attempt at all orders has to leave out", () => {
  const generator = xoroshiro128plus(seedOf(1));
  const below = (bound: number): number => uniformInt(generator, 0, bound - 1);
  for (let round = 0; round < 3000; round++) {
    const writes = Array.from({ length: below(3) }, (_, index) => 100 + index);
    const all: Update[] = [];
    const values: (number | undefined)[] = [undefined, ...writes];
    for (let after = 0; after < 5; after++) {
      const isAcknowledged = below(3) > 0;
      all.push({ before: values[below(values.length)], after, isAcknowledged });
      values.push(after);
    }
    const final = values[below(values.length)];
    const acknowledged = all.filter(({ isAcknowledged }) => isAcknowledged).length;
    const lost = acknowledged - mostKept(all, writes, undefined, final);
    expect(countLostUpdates(all, final), JSON.stringify({ all, writes, final })).toBe(lost);
  }
});

/** How many acknowledged updates an order can keep that leads from one value to another. */
function mostKept(
  all: readonly Update[],
  writes: readonly number[],
  current: number | undefined,
  final: number | undefined,
): number {
  const ends = current === final ? 0 : -Infinity;
  const updated = all
    .filter(({ before }) => before === current)
    .map((update) => {
      const others = all.filter((other) => other !== update);
      return Number(update.isAcknowledged) + mostKept(others, writes, update.after, final);
    });
  const written = writes.map((write) => {
    const others = writes.filter((other) => other !== write);
    return mostKept(all, others, write, final);
  });
  return Math.max(ends, ...updated, ...written);
}

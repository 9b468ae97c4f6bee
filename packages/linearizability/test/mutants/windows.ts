/** Mutants of windows. */
import { asTheyAre, mutantsOf } from "./mutant.ts";

const equalAdditions = {
  of: "counters whose additions are all equal",
  presentation: asTheyAre,
};

export const windowMutants = [
  ...mutantsOf("engines/windows/windows.ts", equalAdditions, [
    [
      "a sum is made of whole additions",
      "if (!Number.isSafeInteger(count) || count < 0) return",
      "if (count < 0) return",
    ],
    [
      "a sum is not below the first one",
      "if (!Number.isSafeInteger(count) || count < 0) return",
      "if (!Number.isSafeInteger(count)) return",
    ],
    [
      "only what was called is counted",
      "if (called < count) return",
      "if (called + 1 < count) return",
    ],
    [
      "sums do not decrease",
      "if (isCall && count < this.#countOf(highest, 0)) {",
      "if (isCall && count < 0) {",
    ],
    [
      "an addition comes after those counted before it was called",
      "this.#first[row] = this.#countOf(highest, 0) + 1;",
      "this.#first[row] = 1;",
    ],
    [
      "an addition is counted by reads after its return",
      "if (!isCall) this.#last[row] = lowest;",
      "if (!isCall) this.#last[row] = lowest + 1;",
    ],
    [
      "an addition that has not returned need not be counted",
      "this.#last[row] = UNBOUNDED;",
      "this.#last[row] = lowest;",
    ],
    [
      "an unfinished read counts nothing",
      "return kinds[row] === Kind.read && returns[row] !== UNFINISHED;",
      "return kinds[row] === Kind.read;",
    ],
  ]),
  ...mutantsOf("engines/heap.ts", equalAdditions, [
    [
      "the addition with the earliest deadline is first",
      "if (items[parent]! <= item) break;",
      "if (items[parent]! >= item) break;",
    ],
  ]),
  ...mutantsOf("engines/windows/windows.ts", { of: "counters", presentation: asTheyAre }, [
    ["all additions are of one amount", "if (valuesWritten[row] !== number) return undefined;", ""],
    [
      "additions of nothing change nothing",
      "const count = added === 0 ? 0 : added / this.#amount;",
      "const count = this.#amount === 0 ? 0 : added / this.#amount;",
    ],
  ]),
];

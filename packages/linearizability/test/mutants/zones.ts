/** Mutants of zones. */
import { asTheyAre, inColumns, mutantsOf } from "./mutant.ts";

const uniqueValues = "registers whose values are written once";

const zones = mutantsOf("engines/zones/zones.ts", { of: uniqueValues, presentation: asTheyAre }, [
  [
    "a value that was read was written",
    "if (source === NONE && valuesRead[row] !== this.#initial) {",
    "if (source !== NONE && source === row) {",
  ],
  ["a value is replaced by one update at most", "if (taker !== NONE) {", "if (taker === row) {"],
  [
    "updates do not replace each other's values in a circle",
    "return this.#updatesReached === this.#updates ? undefined : this.#findCircle();",
    "return undefined;",
  ],
  [
    "a writer has not returned when what precedes it in its chain is called",
    "if (this.#isBefore(writer, latestCall)) {",
    "if (this.#isBefore(writer, NONE)) {",
  ],
  [
    "nor has a reader",
    "if (this.#isBefore(firstReader, latestCall)) {",
    "if (this.#isBefore(firstReader, NONE)) {",
  ],
  ["the call of a writer belongs to its chain", "latestCall = Math.max(latestCall, writer);", ""],
  [
    "the calls of readers belong to their chain",
    "latestCall = Math.max(latestCall, this.#lastReaders[writer] ?? NONE);",
    "",
  ],
  [
    "the return of a writer belongs to its chain",
    "earliestReturn = this.#firstOf(earliestReturn, writer);",
    "",
  ],
  [
    "the returns of readers belong to their chain",
    "earliestReturn = this.#firstOf(earliestReturn, firstReader);",
    "",
  ],
  [
    "the chain of the initial value precedes all others",
    "if (stale !== undefined && returned < this.#callOf(stale)) {",
    "if (stale === NONE) {",
  ],
  [
    "an unfinished operation took effect if its value was seen",
    "this.#observed[row] = 1;",
    "if (kinds[row] === Kind.update) this.#observed[row] = 1;",
  ],
  [
    "so did the writer of the value that it was given",
    "if (kinds[row] === Kind.write) continue;",
    "if (kinds[row] !== Kind.noEffect) continue;",
  ],
  [
    "an unfinished update whose value was not seen proves nothing",
    "if (isUnfinished) continue;",
    "",
  ],
  ["all reads of the initial value belong to its chain", "initial.lastReader = row;", ""],
]);

const zonesOfManyChains = mutantsOf(
  "engines/zones/zones.ts",
  { of: "registers that are only read and written", presentation: asTheyAre },
  [
    [
      "two forward zones do not overlap",
      "if (open !== undefined && returned < this.#callOf(open.s)) {",
      "if (open !== undefined && returned < this.#callOf(open.s) && returned > this.#callOf(s)) {",
    ],
    [
      "no backward zone lies inside a forward one",
      "if (open !== undefined && returned < this.#callOf(open.s)) {",
      "if (open !== undefined && returned < this.#callOf(open.s) && returned < this.#callOf(s)) {",
    ],
    [
      "a backward zone does not hide a forward one",
      "if (returned < this.#callOf(s)) openByKey.set(key, { f, s });",
      "openByKey.set(key, { f, s });",
    ],
  ],
);

const zonesInColumns = mutantsOf(
  "engines/zones/zones.ts",
  { of: uniqueValues, presentation: inColumns },
  [
    [
      "zones of different keys contradict nothing",
      "const open = openByKey.get(key);",
      "const open = [...openByKey.values()].at(-1);",
    ],
    [
      "values of different keys are different",
      "if (row === NONE || (valuesWritten[row] === value && keys[row] === key)) return slot;",
      "if (row === NONE || valuesWritten[row] === value) return slot;",
    ],
  ],
);

const zonesOfRepeatedValues = mutantsOf(
  "engines/zones/zones.ts",
  { of: "registers", presentation: inColumns },
  [
    [
      "a value that is written twice names no write",
      "if (this.#slots[slot] !== NONE) {",
      "if (this.#slots[slot] === row) {",
    ],
  ],
);

export const zoneMutants = [
  ...zones,
  ...zonesOfManyChains,
  ...zonesInColumns,
  ...zonesOfRepeatedValues,
];

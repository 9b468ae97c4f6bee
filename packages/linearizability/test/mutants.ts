/**
 * One mutant for each rule that makes an engine right: a change of one line that breaks the rule.
 * Random histories must show a difference for each, or they do not test the rule. A change that
 * would only make an engine slower is no mutant here.
 */

export interface Mutant {
  /** Below src. */
  readonly file: string;
  /** What is no longer true. */
  readonly breaks: string;
  /** It must be in the file exactly once. */
  readonly text: string;
  readonly replacement: string;
  /** The case whose histories must show it, by what they are of, and how they are presented. */
  readonly shownBy: { readonly of: string; readonly presentation: string };
}

/** Mutants of one file that histories of one case must show: the rule, the text, its replacement. */
function mutantsOf(
  file: string,
  shownBy: Mutant["shownBy"],
  rows: readonly (readonly [breaks: string, text: string, replacement: string])[],
): Mutant[] {
  return rows.map(([breaks, text, replacement]) => ({
    file,
    shownBy,
    breaks,
    text,
    replacement,
  }));
}

const presentation = "operations";
const inColumns = "a file, read into columns";
const allSorts = "operations in any order, at other times, with values of all sorts";
const uniqueValues = { of: "registers whose values are written once", presentation };
const equalAdditions = { of: "counters whose additions are all equal", presentation };

const zones = mutantsOf("engines/zones.ts", uniqueValues, [
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
  "engines/zones.ts",
  { of: "registers that are only read and written", presentation },
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

const zonesInColumns = mutantsOf("engines/zones.ts", { ...uniqueValues, presentation: inColumns }, [
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
]);

const zonesOfRepeatedValues = mutantsOf(
  "engines/zones.ts",
  { of: "registers", presentation: inColumns },
  [
    [
      "a value that is written twice names no write",
      "if (this.#slots[slot] !== NONE) {",
      "if (this.#slots[slot] === row) {",
    ],
  ],
);

const windows = mutantsOf("engines/windows.ts", equalAdditions, [
  [
    "a sum is made of whole additions",
    "if (!Number.isSafeInteger(rank) || rank < 0) return",
    "if (rank < 0) return",
  ],
  [
    "a sum is not below the first one",
    "if (!Number.isSafeInteger(rank) || rank < 0) return",
    "if (!Number.isSafeInteger(rank)) return",
  ],
  [
    "only what was called is counted",
    "if (callable < rank) return",
    "if (callable + 1 < rank) return",
  ],
  [
    "sums do not decrease",
    "if (earlier !== undefined && rankOf(earlier) > rankOf(later)) {",
    "if (earlier !== undefined && earlier === later) {",
  ],
  [
    "an addition comes after those counted before it was called",
    "first: before === undefined ? 1 : rankOf(before) + 1,",
    "first: 1,",
  ],
  [
    "an addition is counted by reads after its return",
    "last: after === undefined ? Infinity : rankOf(after),",
    "last: after === undefined ? Infinity : rankOf(after) + 1,",
  ],
  [
    "the addition with the earliest deadline is first",
    "if (items[parent]! <= item) break;",
    "if (items[parent]! >= item) break;",
  ],
  [
    "an unfinished read counts nothing",
    'name === "read" && returned !== undefined,',
    'name === "read",',
  ],
]);

const windowsOfUnequalAdditions = mutantsOf(
  "engines/windows.ts",
  { of: "counters", presentation },
  [
    [
      "all additions are of one amount",
      'name === "read" || input === amount)',
      'name === "read" || input !== undefined)',
    ],
    [
      "additions of nothing change nothing",
      "reads.find(({ output }) => output !== initial);",
      "reads.find(({ output }) => output === undefined);",
    ],
  ],
);

const ranks = mutantsOf("history/event-ranks.ts", uniqueValues, [
  [
    "at the same number calls come before returns",
    "callRanks[row] = ++ranks[2 * placeOf(calls[row]!)]!;",
    "callRanks[row] = ++ranks[2 * placeOf(calls[row]!) + 1]!;",
  ],
  [
    "no two events share a rank",
    "if (returned !== never) returnRanks[row] = ++ranks[2 * placeOf(returned) + 1]!;",
    "if (returned !== never) returnRanks[row] = ranks[2 * placeOf(returned) + 1]! + 1;",
  ],
  [
    "a witness has the numbers of the history",
    "numbers[called] = operation.called;",
    "numbers[called] = called;",
  ],
]);

const ranksOfOddNumbers = mutantsOf(
  "history/event-ranks.ts",
  { ...uniqueValues, presentation: allSorts },
  [
    [
      "numbers with fractions have to be sorted",
      "areWhole &&= Number.isSafeInteger(event);",
      "areWhole &&= Number.isFinite(event);",
    ],
    [
      "a number that is far from the others has a place of its own",
      "if ((sorted[middle] ?? Infinity) < number) low = middle + 1;",
      "if ((sorted[middle] ?? Infinity) < Math.trunc(number)) low = middle + 1;",
    ],
  ],
);

const merging = mutantsOf(
  "recording/merge-order.ts",
  { ...uniqueValues, presentation: "members with one clock" },
  [
    [
      "at equal times either of two members may have been first",
      "return apartNs > returner.errorNs + caller.errorNs;",
      "return apartNs >= returner.errorNs + caller.errorNs;",
    ],
    [
      "a return that certainly came first goes first",
      "return apartNs > returner.errorNs + caller.errorNs;",
      "return apartNs > returner.errorNs + caller.errorNs + 1;",
    ],
    [
      "the events of one member are in the order of its numbers",
      "return returner.returns[returner.returnRows[returnsVisited]!]! < caller.calls[callsVisited]!;",
      "return returner.returns[returner.returnRows[returnsVisited]!]! <= 0;",
    ],
    [
      "the earliest return is next",
      "if (latest < earliest) [next, earliest] = [member, latest];",
      "if (latest < Infinity) [next, earliest] = [member, latest];",
    ],
  ],
);

const equality = mutantsOf(
  "history/fingerprint.ts",
  {
    of: "registers",
    presentation: "operations in any order, at other times, with values of all sorts",
  },
  [
    [
      "NaN is the same as itself",
      "(Number.isNaN(print) && Number.isNaN(otherPrint))",
      "(Number.isNaN(print) && otherPrint === undefined)",
    ],
    ["large integers are no numbers", "return `${value}n`;", "return `${value}`;"],
    [
      "the order of fields does not matter",
      "Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));",
      "Object.entries(value);",
    ],
    [
      "no text is the same as a list",
      "return value.startsWith(MARK) ? MARK + JSON.stringify(value) : value;",
      "return value;",
    ],
    [
      "instances of classes are the same as themselves alone",
      "return isBase && hasOnlyPlainFields",
      "return hasOnlyPlainFields",
    ],
    [
      "undefined is not null, inside",
      "      return String(value);",
      '      return typeof value === "boolean" ? String(value) : "null";',
    ],
    [
      "a value may hold another one twice",
      'if ("closes" in task) this.#open.delete(task.closes);',
      "",
    ],
    ["cycles close at the same places", "`^${this.#open.size - depth}`", '"^"'],
    [
      "what has an identity has one of its own",
      "const identity = ++lastIdentity;",
      "const identity = 1;",
    ],
    ["field names are set apart", "`${JSON.stringify(name)}:`", '`"${name}":`'],
    [
      "elements are set apart",
      'const comma: Task = { text: "," };',
      'const comma: Task = { text: "" };',
    ],
    [
      "an array with more fields than elements is more than an array",
      "if (!hasOnlyPlainFields(value, value.length)) return undefined;",
      "",
    ],
  ],
);

export const mutants: readonly Mutant[] = [
  ...zones,
  ...zonesOfManyChains,
  ...zonesInColumns,
  ...zonesOfRepeatedValues,
  ...windows,
  ...windowsOfUnequalAdditions,
  ...ranks,
  ...ranksOfOddNumbers,
  ...merging,
  ...equality,
];

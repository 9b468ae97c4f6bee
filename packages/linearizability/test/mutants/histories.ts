/** Mutants of what all engines rest on: ranks of events, merging, equality of values. */
import { asTheyAre, byOneClock, mutantsOf, ofAllSorts } from "./mutant.ts";

const uniqueValues = "registers whose values are written once";

const ranks = mutantsOf("history/event-ranks.ts", { of: uniqueValues, presentation: asTheyAre }, [
  [
    "at the same number calls come before returns",
    "callRanks[row] = ++ranks[2 * callPlaces[row]!]!;",
    "callRanks[row] = ++ranks[2 * callPlaces[row]! + 1]!;",
  ],
  [
    "no two events share a rank",
    "if (returns[row] !== never) returnRanks[row] = ++ranks[2 * returnPlaces[row]! + 1]!;",
    "if (returns[row] !== never) returnRanks[row] = ranks[2 * returnPlaces[row]! + 1]! + 1;",
  ],
  [
    "a witness has the numbers of the history",
    "numbers[called] = operation.called;",
    "numbers[called] = called;",
  ],
]);

const ranksOfOddNumbers = mutantsOf(
  "history/event-ranks.ts",
  { of: uniqueValues, presentation: ofAllSorts },
  [
    [
      "numbers with fractions have to be sorted",
      "areWhole &&= Number.isSafeInteger(event);",
      "areWhole &&= Number.isFinite(event);",
    ],
    [
      "a number that is far from the others has a place of its own",
      "countBelow(moments, event)",
      "countBelow(moments, Math.trunc(event))",
    ],
  ],
);

const merging = mutantsOf(
  "recording/merge-order.ts",
  { of: uniqueValues, presentation: byOneClock },
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
      "if (this.#returns[member]! >= earliest) continue;",
      "if (this.#returns[member]! === Infinity) continue;",
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

export const historyMutants = [...ranks, ...ranksOfOddNumbers, ...merging, ...equality];

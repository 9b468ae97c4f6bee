/** Mutants of the search, each of a rule in the header of `search.ts` or of a file below it. */
import { asTheyAre, mutantsOf, searched } from "./mutant.ts";

const registers = { of: "registers", presentation: searched };
const counters = { of: "counters", presentation: searched };
const queues = { of: "queues of few elements", presentation: searched };

export const searchMutants = [
  ...mutantsOf("engines/search/explain-soon.ts", { of: "registers", presentation: asTheyAre }, [
    [
      "the order of the returns has to give each operation its result",
      "if (state === undefined) return false;",
      "state ??= initial;",
    ],
    [
      "the order of the returns is consistent with real time",
      "finished.toSorted((one, other) => returnOf(one) - returnOf(other))",
      "finished.toReversed()",
    ],
  ]),
  ...mutantsOf("engines/search/search.ts", registers, [
    [
      "a read is placed where it fits",
      "if (this.#stateAfter(finished[at]!, from[at]!, to[at]!) === NONE) continue;",
      "",
    ],
    [
      "what overwrites absorbs, and nothing else",
      "if (overwrites) position.overwrittenAt = position.firstReturn;",
      "position.overwrittenAt = position.firstReturn;",
    ],
    ["a state that a read has seen may be overwritten", "position.mustBeSeen = false;", ""],
  ]),
  ...mutantsOf("engines/search/position.ts", registers, [
    [
      "what was called after a return comes after it",
      "return next < this.#operations.count && this.#operations.calls[next]! < this.firstReturn",
      "return next < this.#operations.count",
    ],
    [
      "only what was called before another overwrote is absorbed",
      "this.#operations.calls[operation]! < this.overwrittenAt &&",
      "",
    ],
    ["positions of different states differ", "this.#entry[1] = this.state;", "this.#entry[1] = 0;"],
    [
      "positions at which other operations have places differ",
      "this.#entry[HEAD + (bit >> 5)]! ^= 1 << (bit & 31);",
      "",
    ],
    [
      "a state that can be left again is not needed in vain",
      "return state !== this.state && this.isNeeded(state) && this.#leavers[state] === 0;",
      "return state !== this.state && this.isNeeded(state);",
    ],
  ]),
  ...mutantsOf("engines/search/moves.ts", registers, [
    [
      "of twins the one that returns first is placed first",
      "returns[this.#firstOfClass[alike]!]! < returns[at]!",
      "returns[this.#firstOfClass[alike]!]! > returns[at]!",
    ],
    [
      "a write whose state is needed may be placed before it has to be",
      "if (operation !== position.first) return this.#isNeededNow(left);",
      "if (operation !== position.first) return false;",
    ],
    [
      "an unfinished operation may take effect",
      "if (this.#mayUse(index)) return 2 * count + index;",
      "",
    ],
    [
      "an unfinished operation takes effect after its call",
      "return next !== undefined && next < this.#position.firstReturn;",
      "return next !== undefined;",
    ],
    [
      "a state that an open operation leaves is no reason to give up",
      "if (this.#lookAtLeaver[needed] === this.#look) continue;",
      "",
    ],
  ]),
  ...mutantsOf("engines/search/leavers.ts", registers, [
    [
      "nor is one that an operation called in time leaves",
      "return (calls[countBelow(calls, firstReturn)] ?? Infinity) < time;",
      "return false;",
    ],
  ]),
  ...mutantsOf("engines/search/searched-operations.ts", registers, [
    [
      "twins need the same state",
      "if (to !== NONE) return `${from} ${to}`;",
      "if (to !== NONE) return `${to}`;",
    ],
  ]),
  ...mutantsOf("engines/search/searched-operations.ts", queues, [
    ["twins have the same output", ",${this.#numberOf(output)}`;", "`;"],
    ["twins have the same input", ",${this.#numberOf(input)},", ","],
  ]),
  ...mutantsOf("engines/search/position.ts", registers, [
    [
      "positions differ by what is absorbed, and by whether the state must be seen",
      "this.#entry[2] = 2 * (this.#firstNotAbsorbed() + 1) + Number(this.mustBeSeen);",
      "this.#entry[2] = 0;",
    ],
  ]),
  ...mutantsOf("engines/search/moves.ts", registers, [
    [
      "the first to return may overwrite although nothing needs its state",
      "if (operation !== position.first) return this.#isNeededNow(left);",
      "if (operation !== NONE) return this.#isNeededNow(left);",
    ],
    [
      "an absorbed operation may get a place all the same",
      "return !position.isAbsorbed(operation) || this.#mayBeNeeded(left);",
      "return !position.isAbsorbed(operation);",
    ],
    [
      "a compare-and-set that failed may need any state",
      "else if (!this.#operations.overwrites(at)) this.#anyStateIsNeeded = true;",
      "",
    ],
  ]),
  ...mutantsOf("engines/search/dead-positions.ts", registers, [
    [
      "a position that has used fewer unfinished operations may be better",
      "if (known.some((fewer) => isCovered(fewer, uses))) return false;",
      "if (known.length > 0) return false;",
    ],
  ]),
  ...mutantsOf("models/counter.ts", counters, [
    [
      "a sum that rises may still reach a higher one",
      "(rises || output <= sum)",
      "(falls || output <= sum)",
    ],
  ]),
];

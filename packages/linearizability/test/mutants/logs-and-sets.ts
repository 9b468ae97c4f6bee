/** Mutants of the engines of logs, strings and sets. */
import { asTheyAre, mutantsOf } from "./mutant.ts";

const plain = (of: string): { of: string; presentation: string } => {
  return { of, presentation: asTheyAre };
};

export const logMutants = [
  ...mutantsOf("engines/appends/log-engine.ts", plain("logs whose elements are appended once"), [
    [
      "of two reads one shows the beginning of the other",
      "if (longest !== undefined && !startsWith(elements, seen)) {",
      "if (longest !== undefined && seen.length > elements.length) {",
    ],
  ]),
  ...mutantsOf(
    "engines/appends/log-engine.ts",
    plain("logs of lists that hold something from the beginning"),
    [
      [
        "what was there from the beginning stays",
        "if (!startsWith(seen, initial)) return",
        "if (seen.length > elements.length) return",
      ],
    ],
  ),
  ...mutantsOf(
    "engines/appends/assign-appends.ts",
    plain("logs whose elements are appended once"),
    [["what was read was appended", "if (count > rows.length)", "if (count > rows.length + 1)"]],
  ),
  ...mutantsOf("engines/appends/append-chains.ts", plain("logs whose elements are appended once"), [
    [
      "an append that no read shows came after all reads",
      "columns.put(row, Kind.write, UNWRITTEN, state);",
      "columns.put(row, chain === NONE ? Kind.noEffect : Kind.write, UNWRITTEN, state);",
    ],
  ]),
  ...mutantsOf(
    "engines/appends/log-engine.ts",
    plain("logs whose elements are appended repeatedly"),
    [["a guess proves no violation", "if (found.isGuessed) return undefined;", ""]],
  ),
  ...mutantsOf(
    "engines/appends/assign-appends.ts",
    plain("logs whose elements are appended repeatedly"),
    [
      [
        "twins of which one lies within the other cannot be told apart",
        "if (!areNested(twins)) return twins.slice(0, places);",
        "if (twins.length >= places) return twins.slice(0, places);",
      ],
      [
        "twins that returned before the last read have the places, but may have them in either order",
        "return bound.length === places && !areNested(bound) ? bound : undefined;",
        "return bound.length >= places ? bound : undefined;",
      ],
    ],
  ),
  ...mutantsOf("engines/appends/assign-appends.ts", plain("strings of few letters"), [
    [
      "twins of several chains cannot be told apart",
      "} else if (inputs.length > 1) {",
      "} else if (inputs.length < 1) {",
    ],
  ]),
  ...mutantsOf("engines/appends/pieces.ts", plain("strings of few letters"), [
    [
      "a text that can be cut in several ways does not name its appends",
      'if (ways[text.length]! > 1) return "several";',
      "",
    ],
  ]),
  ...mutantsOf("engines/appends/text-engine.ts", plain("strings of few letters"), [
    [
      "a content that several writes may have begun belongs to none for certain",
      "if (more.length > 0 || only.chain.writers.length > 1) return undefined;",
      "if (only.chain.writers.length > 1) return undefined;",
    ],
    [
      "nor does one that equal writes may have begun",
      "if (more.length > 0 || only.chain.writers.length > 1) return undefined;",
      "if (more.length > 0) return undefined;",
    ],
    [
      "an append of nothing changes nothing",
      'if (name === "append" && input === "") placed.place(row, IDLE, 0);',
      "",
    ],
  ]),
];

export const setMutants = [
  ...mutantsOf(
    "engines/elements/layers.ts",
    plain("sets that only grow, and are read as a whole"),
    [
      [
        "of two reads one shows all that the other shows",
        "if (count - layer.length < shown) return this.#contradiction(reader);",
        "",
      ],
      [
        "a read shows an element once",
        'if (history.shownBy === index) return { rule: "read-of-no-set", reader };',
        "",
      ],
      [
        "reads that show less come first",
        "this.#latest = latestOf(this.#latest, { operation, history: undefined, group });",
        "",
      ],
      [
        "an element is added before the reads that show it",
        "latest = latestOf(latest, ofElement.latest);",
        "",
      ],
      [
        "what has to come later does not return first",
        "return returnOf(operation) >= moment;",
        "return returnOf(operation) >= operation.called;",
      ],
    ],
  ),
  ...mutantsOf(
    "engines/elements/layers.ts",
    plain("sets of few elements that only grow, and hold some at first"),
    [
      [
        "an initial element is not missed",
        "if (isInitial && !isThere) {",
        "if (isInitial && !isThere && output === undefined) {",
      ],
      [
        "what found an element missing came before its first add",
        "latest = latestOf(latest, { operation, history, group });",
        "",
      ],
    ],
  ),
  ...mutantsOf(
    "engines/elements/layers.ts",
    plain("sets that only grow, where not every add tells what it did"),
    [
      [
        "an element that was read was added",
        'if (history.adds.length === 0) return { rule: "read-of-nothing", reader, element };',
        "",
      ],
      [
        "the first add of an element comes before what finds it there",
        "latest = latestOf(latest, { operation: first, history, group });",
        "",
      ],
      [
        "an add that changed the set is the first of its element",
        "const first = added ?? adds[0];",
        "const first = adds[0];",
      ],
      [
        "only one add of an element changes the set",
        "if (history.added !== undefined) {",
        "if (history.added === operation) {",
      ],
    ],
  ),
  ...mutantsOf("engines/elements/elements.ts", plain("sets that are never read as a whole"), [
    [
      "a set cannot be explained if one of its elements cannot",
      'if (searched.outcome === "not-linearizable") {',
      "if (searched.outcome === undefined) {",
    ],
  ]),
  ...mutantsOf(
    "engines/elements/elements.ts",
    plain("sets whose elements come and go, with violations that one of them shows"),
    [
      [
        "a read shows the elements that are there",
        "return isShown === elements.length > 0 ? elements : undefined;",
        "return isShown !== elements.length > 0 ? elements : undefined;",
      ],
    ],
  ),
];

/** Cases for sets: those that only grow, those that are never read as a whole, and others. */
import type { EngineCase, Library } from "./engine-case.ts";
import type { Kind, Lot } from "./random-operations.ts";

type Elements = readonly number[];

interface Choice {
  readonly names: readonly string[];
  /** Draws an element. */
  readonly element: (lot: Lot, serial: number) => number;
  /** Whether `add` and `remove` return whether they changed the set. */
  readonly tells: boolean;
  readonly initial?: Elements;
}

function sets({ names, element, tells, initial = [] }: Choice): () => Kind<Elements> {
  return () => {
    let serial = 0;
    return {
      initial,
      draw: (lot) => {
        const name = names[lot(names.length)] ?? "read";
        if (name === "read") return { name };
        if (name === "add") serial++;
        return { name, input: element(lot, serial) };
      },
      apply: (elements, { name, input }) => {
        if (name === "read") return [elements, elements];
        const isThere = elements.includes(Number(input));
        if (name === "contains") return [elements, isThere];
        if (name === "add") {
          const after = isThere ? elements : [...elements, Number(input)].toSorted((a, b) => a - b);
          return [after, tells ? !isThere : undefined];
        }
        return [elements.filter((other) => other !== input), tells ? isThere : undefined];
      },
      tamper: ({ name }, output, lot) => {
        if (typeof output === "boolean") return !output;
        if (name !== "read") return output;
        const elements = output as Elements;
        if (lot(8) === 0) return [...elements, ...elements.slice(0, 1)].toSorted((a, b) => a - b);
        const other = element(lot, serial + lot(3));
        return elements.includes(other) || lot(3) === 0
          ? elements.toSpliced(lot(elements.length + 1), 1)
          : [...elements, other].toSorted((a, b) => a - b);
      },
    };
  };
}

const few = (lot: Lot): number => lot(3);
/** Mostly one that no other operation added, but those that look for elements find some. */
const recent = (lot: Lot, serial: number): number => serial - Math.floor(lot(4) / 3);

export function setCasesOf({ set }: Library): readonly EngineCase[] {
  return [
    {
      engine: "elements",
      of: "sets that only grow, and are read as a whole",
      kindOf: sets({ names: ["read", "add"], element: recent, tells: false }),
      model: set(),
      disguise: { nothing: [null] },
      rules: ["wrong-order", "read-of-nothing", "contradicting-reads"],
    },
    {
      engine: "elements",
      of: "sets of few elements that only grow, and hold some at first",
      kindOf: sets({
        names: ["read", "add", "contains", "add"],
        element: (lot) => lot(4),
        tells: true,
        initial: [3],
      }),
      model: set([3]),
      rules: ["wrong-order", "read-of-nothing", "lost-beginning", "added-twice"],
    },
    {
      engine: "elements",
      of: "sets that only grow, where not every add tells what it did",
      kindOf: () => {
        const [silent, loud] = [false, true].map((tells) =>
          sets({ names: ["read", "add", "contains", "add"], element: few, tells })(),
        );
        return {
          ...silent!,
          apply: (elements, operation) =>
            (operation.client % 2 === 0 ? silent! : loud!).apply(elements, operation),
        };
      },
      model: set(),
      disguise: { nothing: [null] },
      rules: ["wrong-order", "read-of-nothing", "added-twice"],
    },
    {
      engine: "elements",
      of: "sets that are never read as a whole",
      kindOf: sets({ names: ["add", "remove", "contains"], element: few, tells: false }),
      model: set(),
      disguise: { nothing: [null] },
      rules: ["no-order"],
    },
    {
      engine: "elements",
      of: "sets that are never read as a whole, and say what changed",
      kindOf: sets({
        names: ["add", "remove", "contains"],
        element: few,
        tells: true,
        initial: [0, 7],
      }),
      model: set([7, 0]),
      rules: ["no-order"],
    },
    {
      engine: "search",
      of: "sets of few elements that come and go",
      kindOf: sets({ names: ["read", "add", "remove", "contains"], element: few, tells: false }),
      model: set(),
      disguise: { nothing: [null] },
      rules: [],
    },
    {
      engine: "elements",
      of: "sets whose elements come and go, with violations that one of them shows",
      kindOf: sets({ names: ["read", "add", "remove", "read"], element: recent, tells: true }),
      model: set(),
      disguise: { nothing: [null] },
      rules: ["no-order", "read-of-nothing"],
    },
  ];
}

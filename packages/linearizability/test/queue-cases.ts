/** The cases for queues, and the rules that their histories break. */
import type { EngineCase, Library } from "./engine-case.ts";
import type { Kind } from "./random-operations.ts";

const rules = [
  "dequeue-of-nothing",
  "dequeued-before-enqueued",
  "dequeued-twice",
  "wrong-order",
  "left-behind",
  "empty-while-filled",
];

/** No element is enqueued twice. */
function differentElements(initial: readonly number[] = []): Kind<readonly number[]> {
  let serial = initial.length;
  const kind: Kind<readonly number[]> = {
    initial,
    draw: (lot) => (lot(2) === 0 ? { name: "dequeue" } : { name: "enqueue", input: ++serial }),
    apply: (elements, { name, input }) =>
      name === "enqueue"
        ? [[...elements, input as number], undefined]
        : [elements.slice(1), elements[0] ?? null],
    // The second element is dequeued before the first.
    err: (elements, operation) =>
      operation.name === "dequeue" && elements.length > 1
        ? [elements.toSpliced(1, 1), elements[1]]
        : kind.apply(elements, operation),
    tamper: ({ name }, output, lot) => {
      if (name === "enqueue") return output;
      return lot(4) === 0 ? null : serial + 1 - lot(4);
    },
  };
  return kind;
}

/** Elements that come up again, and one that looks like an empty queue. */
const fewElements: Kind<readonly (number | null)[]> = {
  ...differentElements(),
  draw: (lot) =>
    lot(2) === 0 ? { name: "dequeue" } : { name: "enqueue", input: [null, 1, 2][lot(3)] },
  tamper: ({ name }, output, lot) => (name === "enqueue" ? output : [null, 1, 2][lot(3)]),
};

export function queueCasesOf({ queue }: Library): readonly EngineCase[] {
  return [
    {
      engine: "fifo",
      of: "queues whose elements are all different",
      kindOf: differentElements,
      model: queue(),
      disguise: { nothing: [null, undefined] },
      // Two elements that are dequeued in the wrong order take most of so short a history.
      rules: rules.filter((rule) => rule !== "wrong-order"),
    },
    {
      engine: "fifo",
      of: "queues that are not empty at first",
      kindOf: () => differentElements([1, 2]),
      model: queue([1, 2]),
      rules,
    },
    {
      engine: "search",
      of: "queues of few elements",
      kindOf: () => fewElements,
      model: queue(),
      rules: ["no-order"],
    },
  ];
}

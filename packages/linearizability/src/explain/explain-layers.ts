/** Turns a violation of a set that only grows into a witness and a sentence. */
import { elementsRead, type LayerViolation } from "../engines/layers.ts";
import { fingerprint, isSame } from "../history/fingerprint.ts";
import type { Operation } from "../history/operation.ts";
import { capital, describeKey, describeOperation, describeValue } from "./describe-operation.ts";
import { makeWitness, type Explanation, type OperationOrder } from "./witness.ts";

type WrongOrder = Extract<LayerViolation, { rule: "wrong-order" }>;

/** @param operations all operations of the set. */
export function explainLayers(
  operations: readonly Operation[],
  violation: LayerViolation,
  initial: readonly unknown[],
): Explanation {
  const { rule } = violation;
  const [shown, sentence, orders] = outline(violation, operations, initial);
  return {
    witness: makeWitness({
      rule,
      key: shown[0]?.key ?? "",
      initial,
      operations: shown,
      context: addsOf(operations, shown),
      orders,
    }),
    explanation: `${capital(sentence)}.`,
  };
}

type Outline = readonly [
  shown: readonly Operation[],
  sentence: string,
  orders: readonly OperationOrder[],
];

function outline(
  violation: LayerViolation,
  operations: readonly Operation[],
  initial: readonly unknown[],
): Outline {
  switch (violation.rule) {
    case "read-of-no-set": {
      const { reader } = violation;
      const elements = elementsRead(reader);
      const fault = Array.isArray(elements)
        ? `which shows ${describeValue(firstRepeated(elements))} more than once`
        : "which is no array";
      return [[reader], `${did(reader)}, ${fault}`, []];
    }
    case "lost-beginning": {
      const { reader, element } = violation;
      const held = `although the set held ${describeValue(element)} from the beginning`;
      const nothing = operations.some(({ name }) => name === "remove")
        ? "it was never removed"
        : "nothing was ever removed";
      const found =
        reader.name === "read" ? `${did(reader)}, without ${describeValue(element)}` : did(reader);
      return [[reader], `${found}, ${held} of ${describeValue(initial)}, and ${nothing}`, []];
    }
    case "contradicting-reads": {
      const { one, other, ofOne, ofOther } = violation;
      return [
        [one, other],
        `${did(one)} and ${did(other)}: only one shows ${describeValue(ofOne)}, only the other ` +
          `${describeValue(ofOther)}, although neither was ever removed`,
        [
          {
            before: one,
            after: other,
            because: (a, b) => `${b} shows ${describeValue(ofOther)} and ${a} does not`,
          },
          {
            before: other,
            after: one,
            because: (a, b) => `${b} shows ${describeValue(ofOne)} and ${a} does not`,
          },
        ],
      ];
    }
    case "read-of-nothing": {
      const { reader, element } = violation;
      return [[reader], `${did(reader)}, but ${describeValue(element)} was never added`, []];
    }
    case "added-twice": {
      const { one, other } = violation;
      return [
        [one, other],
        `${did(one)} and ${did(other)}: both were the first to add it, although it was never removed`,
        [],
      ];
    }
    case "wrong-order": {
      const { earlier, later, missing, observer } = violation;
      if (observer === undefined && earlier.name === "add" && earlier.output !== true) {
        return seenBeforeAdds(later, missing, addersOf(operations, missing));
      }
      return [
        [earlier, later, observer].filter((one) => one !== undefined),
        describeWrongOrder(violation),
        ordersOf(violation),
      ];
    }
  }
}

/** @param adds all of the element, in the order of their calls. */
function seenBeforeAdds(seen: Operation, element: unknown, adds: readonly Operation[]): Outline {
  const [first, ...others] = adds as readonly [Operation, ...Operation[]];
  const value = describeValue(element);
  const shows = seen.name === "read" ? `, which shows ${value},` : "";
  const order: OperationOrder = { before: seen, after: first, because: "time" };
  if (others.length > 0) {
    const sentence = `${did(seen)}${shows} before any client began to add ${value}: client ${first.client} was the first`;
    return [[seen, first], sentence, [order]];
  }
  const sentence = `${did(seen)}${shows} before client ${first.client} began to add ${value}, and nothing else added it`;
  const source: OperationOrder = {
    before: first,
    after: seen,
    because: (one, other) => `${one} added the ${value} that ${other} found`,
  };
  return [[seen, first], sentence, [order, source]];
}

function describeWrongOrder({ earlier, later, missing, found, observer }: WrongOrder): string {
  const element = describeValue(missing);
  if (observer !== undefined) {
    const began =
      earlier.name === "add" ? `began to add ${element}` : `looked for ${element} in vain`;
    return (
      `${did(observer)}, which shows ${element} and not ${describeValue(found)}, although ` +
      `${did(later)} before client ${earlier.client} ${began}`
    );
  }
  const lacks = earlier.name === "read" ? `, without ${element},` : "";
  const shows = later.name === "read" ? `, which shows ${element}` : "";
  return `${did(earlier)}${lacks} after ${did(later)}${shows}, although it was never removed`;
}

function ordersOf({ earlier, later, missing, found, observer }: WrongOrder): OperationOrder[] {
  const element = describeValue(missing);
  const lacks = (letter: string): string =>
    earlier.name === "add" ? `${letter} first added ${element}` : `${letter} lacks ${element}`;
  const time: OperationOrder = { before: later, after: earlier, because: "time" };
  if (observer === undefined) {
    const has = later.name === "add" ? "added" : "found";
    return [
      time,
      {
        before: earlier,
        after: later,
        because: (a, b) => `${lacks(a)}, ${b} ${has} ${describeValue(found)}`,
      },
    ];
  }
  return [
    time,
    { before: earlier, after: observer, because: (a, b) => `${lacks(a)}, ${b} shows it` },
    {
      before: observer,
      after: later,
      because: (a, b) => `${a} lacks ${describeValue(found)}, which ${b} has`,
    },
  ];
}

function did(operation: Operation): string {
  const preposition = operation.name === "add" ? "to" : operation.name === "read" ? "from" : "in";
  return describeOperation(operation) + describeKey(preposition, operation.key);
}

/** All operations that may have added the element. */
function addersOf(operations: readonly Operation[], element: unknown): Operation[] {
  return operations.filter(
    ({ name, input, output }) => name === "add" && output !== false && isSame(input, element),
  );
}

/** All adds of elements that the operations show. */
function addsOf(operations: readonly Operation[], shown: readonly Operation[]): Operation[] {
  const prints = new Set(
    shown.flatMap((operation) =>
      operation.name === "read"
        ? Array.from(Array.isArray(operation.output) ? operation.output : [], fingerprint)
        : [fingerprint(operation.input)],
    ),
  );
  return operations.filter(({ name, input }) => name === "add" && prints.has(fingerprint(input)));
}

function firstRepeated(elements: readonly unknown[]): unknown {
  return elements.find((element, place) =>
    elements.slice(0, place).some((other) => isSame(element, other)),
  );
}

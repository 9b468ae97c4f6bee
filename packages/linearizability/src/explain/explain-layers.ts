/** Turns a violation of a set that only grows into a witness and a sentence. */
import type { LayerViolation } from "../engines/elements/layers.ts";
import { elementsOf } from "../history/elements-of.ts";
import { fingerprint, isSame } from "../history/fingerprint.ts";
import { clientOf, type Operation } from "../history/operation.ts";
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
      const elements = elementsOf(reader);
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
    case "wrong-order":
      return outlineOfOrder(violation, addersOf(operations, violation.missing));
  }
}

/** @param adds all that may have added the missing element. */
function outlineOfOrder(violation: WrongOrder, adds: readonly Operation[]): Outline {
  const { earlier, later, missing, observer } = violation;
  // An add that tells nothing is the first only if there is no other.
  const isSilent = earlier.name === "add" && earlier.output !== true;
  const isOneOfSeveral = isSilent && adds.length > 1;
  if (isSilent && observer === undefined) return seenBeforeAdds(later, earlier, isOneOfSeveral);
  const began =
    earlier.name !== "add"
      ? `${clientOf(earlier)} looked for ${describeValue(missing)} in vain`
      : beganToAdd(earlier, isOneOfSeveral);
  return [
    [earlier, later, observer].filter((one) => one !== undefined),
    describeWrongOrder(violation, began),
    // Of several adds each may be the one that comes before the observer.
    ordersOf(violation).filter(({ before }) => !isOneOfSeveral || before !== earlier),
  ];
}

/** @param first the earliest add of the element, which was seen before. */
function seenBeforeAdds(seen: Operation, first: Operation, isOneOfSeveral: boolean): Outline {
  const value = describeValue(first.input);
  const shows = seen.name === "read" ? `, which shows ${value},` : "";
  const only = isOneOfSeveral ? "" : ", and nothing else added it";
  const time: OperationOrder = { before: seen, after: first, because: "time" };
  const source: OperationOrder = {
    before: first,
    after: seen,
    because: (one, other) => `${one} added the ${value} that ${other} found`,
  };
  return [
    [seen, first],
    `${did(seen)}${shows} before ${beganToAdd(first, isOneOfSeveral)}${only}`,
    isOneOfSeveral ? [time] : [time, source],
  ];
}

function beganToAdd(operation: Operation, isOneOfSeveral: boolean): string {
  const client = clientOf(operation);
  const element = describeValue(operation.input);
  return isOneOfSeveral
    ? `any client began to add ${element}: ${client} was the first`
    : `${client} began to add ${element}`;
}

function describeWrongOrder(
  { earlier, later, missing, found, observer }: WrongOrder,
  began: string,
): string {
  const element = describeValue(missing);
  if (observer !== undefined) {
    return (
      `${did(observer)}, which shows ${element} and not ${describeValue(found)}, although ` +
      `${did(later)} before ${began}`
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

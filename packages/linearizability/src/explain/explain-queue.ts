/**
 * Turns a violation that `fifo.ts` found into a witness and a sentence, in the words of queues.
 *
 * A witness leaves out what has nothing to do with the fault, element by element: the enqueue, the
 * dequeue, and the place in what the queue held at first.
 */
import type { Element, FifoViolation, Left } from "../engines/fifo/fifo.ts";
import { isSame } from "../history/fingerprint.ts";
import { clientOf, type Operation } from "../history/operation.ts";
import { capital, describeOperation, describeValue, enumerate } from "./describe-operation.ts";
import { makeWitness, orderedBy, type Explanation, type OperationOrder } from "./witness.ts";

/** The most elements that a sentence names one by one. */
const NAMED = 4;

/** The most operations that are drawn; more are context. */
const SHOWN = 12;

/** @param initial what the queue held at first. */
export function explainQueue(violation: FifoViolation, initial: readonly unknown[]): Explanation {
  const { elements, further, orders, sentence } = proofOf(violation);
  const operations = [...new Set([...further, ...elements.flatMap(operationsOf)])];
  const { key } = operations[0]!;
  const held = initial.filter((one) => elements.some(({ value }) => isSame(value, one)));
  const where = key === "" ? "" : `On key ${key} `;
  // The operations that the sentence is about come first.
  const shown = operations.slice(0, SHOWN);
  return {
    witness: makeWitness({
      rule: violation.rule,
      key,
      initial: held,
      operations: shown,
      context: operations,
      orders: orders.filter(({ before, after }) =>
        [before, after].every((one) => shown.includes(one)),
      ),
    }),
    explanation: capital(where + sentence),
  };
}

interface Proof {
  /** The elements that it is about. */
  readonly elements: readonly Element[];
  /** Operations that are not theirs. */
  readonly further: readonly Operation[];
  readonly orders: readonly OperationOrder[];
  readonly sentence: string;
}

function proofOf(violation: FifoViolation): Proof {
  switch (violation.rule) {
    case "dequeue-of-nothing": {
      const { dequeue } = violation;
      const sentence = `${describeOperation(dequeue)}, which was never enqueued.`;
      return { elements: [], further: [dequeue], orders: [], sentence };
    }
    case "dequeued-before-enqueued": {
      const { element } = violation;
      const { enqueue, dequeue } = element;
      return {
        elements: [element],
        further: [],
        orders: orderedBy(dequeue, enqueue, "time"),
        sentence: `${describeOperation(dequeue!)} before ${clientOf(enqueue!)} began to enqueue it.`,
      };
    }
    case "dequeued-twice": {
      const { element, second } = violation;
      const once = element.enqueue === undefined ? "was in the queue" : "was enqueued";
      const [one, other] = [clientOf(element.dequeue!), clientOf(second)];
      const value = describeValue(element.value);
      const both =
        one === other
          ? `${one} dequeued ${value} twice`
          : `${one} and ${other} both dequeued ${value}`;
      return {
        elements: [element],
        further: [second],
        orders: [],
        sentence: `${both}, but it ${once} only once.`,
      };
    }
    case "wrong-order": {
      const { first, second } = violation;
      return {
        elements: [first, second],
        further: [],
        orders: [
          ...orderedBy(first.enqueue, second.enqueue, "time"),
          ...orderedBy(second.dequeue, first.dequeue, "time"),
        ],
        sentence:
          `${describeOperation(second.dequeue!)} before ${clientOf(first.dequeue!)} began to ` +
          `dequeue ${describeValue(first.value)}, although ${orderOfEnqueues(first, second)}.`,
      };
    }
    case "left-behind": {
      const { left, next } = violation;
      const [first] = left.elements;
      const enqueued =
        left.elements.length === 1
          ? orderOfEnqueues(first!, next)
          : `${listOf(left.elements)} were ahead of it`;
      return {
        elements: [next, ...left.elements],
        further: left.removers,
        orders: left.elements.flatMap(({ enqueue }) => orderedBy(enqueue, next.enqueue, "time")),
        sentence: `${describeOperation(next.dequeue!)}, although ${enqueued}, and ${fateOf(left, left.removers.length === 0 ? describeValue(first!.value) : "it")}.`,
      };
    }
    case "empty-while-filled":
      return proofOfFilled(violation);
  }
}

function proofOfFilled({
  dequeue,
  cover,
}: Extract<FifoViolation, { readonly rule: "empty-while-filled" }>): Proof {
  const [first] = cover;
  const last = cover.at(-1)!;
  const changes = cover.slice(1).map((next, nth) => {
    const were = elementsOf(next).length === 1 ? "was" : "were";
    return `${listOf(elementsOf(next))} ${were} in it before ${endOf(cover[nth]!)}`;
  });
  const sentence =
    changes.length === 0
      ? `${beginningOf(last)}, and ${fateOf(last, "it")}`
      : `something was in it all that time: ${[beginningOf(first!), ...summed(changes)].join("; ")}; ` +
        `and ${fateOf(last, listOf(elementsOf(last)))}`;
  return {
    elements: cover.flatMap(elementsOf),
    further: [dequeue, ...cover.flatMap(removersOf)],
    orders: [
      ...elementsOf(first!).flatMap(({ enqueue }) => orderedBy(enqueue, dequeue, "time")),
      ...cover.slice(1).flatMap((next, nth) => {
        const end = dequeueOf(cover[nth]!);
        return elementsOf(next).flatMap(({ enqueue }) => orderedBy(enqueue, end, "time"));
      }),
      ...orderedBy(dequeue, dequeueOf(last), "time"),
    ],
    sentence: `${describeOperation(dequeue)}, although ${sentence}.`,
  };
}

/** Since when it was in the queue. */
function beginningOf(one: Element | Left): string {
  const [{ value, enqueue }] = elementsOf(one) as readonly [Element, ...Element[]];
  if (elementsOf(one).length > 1) return `${listOf(elementsOf(one))} were in it before`;
  return enqueue === undefined
    ? `${describeValue(value)} was in it from the beginning`
    : `${clientOf(enqueue)} had enqueued ${describeValue(value)} before`;
}

/** Until when it certainly was in the queue, where something else was in it afterwards. */
function endOf(one: Element | Left): string {
  const values = listOf(elementsOf(one));
  const end = dequeueOf(one);
  return end === undefined
    ? `enough unfinished dequeues had been called to remove ${values}`
    : `${clientOf(end)} began to dequeue ${values}`;
}

/** Why it was not gone when it would have had to be. */
function fateOf(one: Element | Left, name: string): string {
  const end = dequeueOf(one);
  if (end !== undefined) return `${clientOf(end)} began to dequeue ${name} only afterwards`;
  const { length } = removersOf(one);
  if (length === 0) return `${name} was never dequeued`;
  const removers =
    length === 1
      ? "the one unfinished dequeue called by then can have removed only one"
      : `the ${length} unfinished dequeues called by then can have removed only ${length}`;
  return `${removers} of ${name === "it" ? "them" : name}`;
}

function orderOfEnqueues(first: Element, next: Element): string {
  const [value, nextValue] = [describeValue(first.value), describeValue(next.value)];
  if (first.enqueue === undefined)
    return `${value} was in the queue from the beginning, ahead of it`;
  return (
    `${clientOf(first.enqueue)} had enqueued ${value} before ` +
    `${clientOf(next.enqueue!)} began to enqueue ${nextValue}`
  );
}

function elementsOf(one: Element | Left): readonly Element[] {
  return "elements" in one ? one.elements : [one];
}

function removersOf(one: Element | Left): readonly Operation[] {
  return "elements" in one ? one.removers : [];
}

function dequeueOf(one: Element | Left): Operation | undefined {
  return "elements" in one ? undefined : one.dequeue;
}

function operationsOf({ enqueue, dequeue }: Element): Operation[] {
  return [enqueue, dequeue].filter((operation) => operation !== undefined);
}

/** "3, 5 and 8", or the first ones and how many more. */
function listOf(elements: readonly Element[]): string {
  const values = elements.map(({ value }) => describeValue(value));
  if (values.length > NAMED + 1) {
    return `${values.slice(0, NAMED).join(", ")} and ${values.length - NAMED} others`;
  }
  return enumerate(values);
}

/** The first clauses, and how many more there are. */
function summed(clauses: readonly string[]): string[] {
  if (clauses.length <= NAMED + 1) return [...clauses];
  return [...clauses.slice(0, NAMED), `and so on, ${clauses.length - NAMED} times more`];
}

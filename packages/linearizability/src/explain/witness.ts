/**
 * A proof that a history is not linearizable, small enough to look at: the operations that
 * contradict each other, the writers of their values, and what must come before what.
 */
import type { Operation } from "../history/operation.ts";

export interface Witness {
  /** The rule that was broken. Names do not change between major versions. */
  readonly rule: string;
  /** The object whose history is wrong. */
  readonly key: string;
  /** What the object held before all of them. */
  readonly initial: unknown;
  /** In the order of their calls. Readers see them as A, B, C. */
  readonly operations: readonly Operation[];
  /**
   * Further operations that the proof needs and a reader does not: how one value led to another,
   * step by step. With them the operations are a violation by themselves. Left out if they are
   * too many.
   */
  readonly context: readonly Operation[];
  /** Orders that contradict each other. */
  readonly orders: readonly Order[];
  /** What happened to the system meanwhile, and the last thing before; missing if nothing. */
  readonly marks?: readonly Mark[];
}

/** Something that happened to the system, and to no client: a fault that was injected, say. */
export interface Mark {
  /** Its place among the events. */
  readonly event: number;
  /** `kill n1` */
  readonly label: string;
}

/** One operation must come before another. Both by their places in the witness. */
export interface Order {
  readonly before: number;
  readonly after: number;
  readonly because: string;
}

/** A violation explained: its witness, and a sentence that names the operations. */
export interface Explanation {
  readonly witness: Witness;
  readonly explanation: string;
}

/** Longer contexts are left out. */
const LONGEST_CONTEXT = 10_000;

/** An order between two operations, before they have places. */
export interface OperationOrder {
  readonly before: Operation;
  readonly after: Operation;
  /** Time, or what the values say, given the letters of both. */
  readonly because: "time" | ((before: string, after: string) => string);
}

export function makeWitness(parts: {
  readonly rule: string;
  readonly key: string;
  readonly initial: unknown;
  readonly operations: readonly Operation[];
  readonly context?: readonly Operation[];
  readonly orders?: readonly OperationOrder[];
}): Witness {
  const { rule, key, initial, context = [], orders = [] } = parts;
  const operations = inOrder(parts.operations);
  const shown = new Set(operations);
  const further = inOrder(context).filter((operation) => !shown.has(operation));
  return {
    rule,
    key,
    initial,
    operations,
    context: further.length > LONGEST_CONTEXT ? [] : further,
    orders: orders.map(({ before, after, because }) => {
      const [first, second] = [operations.indexOf(before), operations.indexOf(after)];
      const [one, other] = [letter(first), letter(second)];
      return {
        before: first,
        after: second,
        because:
          because === "time" ? `${one} had returned when ${other} was called` : because(one, other),
      };
    }),
  };
}

/** The letter that readers see for the operation at this place: A, B, … Z, A1, B1, … */
export function letter(place: number): string {
  const round = Math.floor(place / 26);
  return String.fromCharCode(65 + (place % 26)) + (round === 0 ? "" : String(round));
}

function inOrder(operations: readonly Operation[]): Operation[] {
  return [...new Set(operations)].toSorted((one, other) => one.called - other.called);
}

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
  /** What the object held at first, or at the moment that {@link since} names. */
  readonly initial: unknown;
  /** Missing if the initial state is that before all operations of the history. */
  readonly since?: Since;
  /** In the order of their calls. Readers see them as A, B, C. */
  readonly operations: readonly Operation[];
  /**
   * Further operations that the proof needs and a reader does not: how one value led to another,
   * step by step. With them the operations are a violation by themselves. They are counted below
   * the drawing. Left out if they are too many.
   */
  readonly context: readonly Operation[];
  /** How many these are, also if they are left out. Missing if there are none. */
  readonly undrawn?: number;
  /** Facts of time, and orders that contradict them or each other. */
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

/** A moment in the history at which the object was in the initial state. */
export interface Moment {
  /** By its event. */
  readonly event: number;
  /** Whether operations that never returned may have changed the state since. */
  readonly isOpen: boolean;
  /** Whether operations that are left out may have changed it before any that is shown. */
  readonly isEarlier: boolean;
}

/** The same, with the first operation that was called after it, by its place. */
export type Since = Omit<Moment, "event"> & { readonly place: number };

/** One operation must come before another. Both by their places in the witness. */
export interface Order {
  readonly before: number;
  readonly after: number;
  readonly because: string;
  /** Whether it is a fact: the one had returned when the other was called. */
  readonly isTime?: boolean;
  /** Whether the operation that comes before may not have taken effect at all. */
  readonly isOptional?: boolean;
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
  readonly isOptional?: boolean;
}

/** The order of two operations, if both are there. */
export function orderedBy(
  before: Operation | undefined,
  after: Operation | undefined,
  because: OperationOrder["because"],
): OperationOrder[] {
  return before === undefined || after === undefined ? [] : [{ before, after, because }];
}

export function makeWitness(parts: {
  readonly rule: string;
  readonly key: string;
  readonly initial: unknown;
  readonly operations: readonly Operation[];
  readonly context?: readonly Operation[];
  readonly orders?: readonly OperationOrder[];
  /** The moment of the initial state. */
  readonly since?: Moment | undefined;
}): Witness {
  const { rule, key, initial, context = [], orders = [], since } = parts;
  const operations = inOrder(parts.operations);
  const shown = new Set(operations);
  const further = inOrder(context).filter((operation) => !shown.has(operation));
  const place = operations.findIndex(({ called }) => called >= (since?.event ?? 0));
  return {
    rule,
    key,
    initial,
    ...(since && { since: { place, isOpen: since.isOpen, isEarlier: since.isEarlier } }),
    operations,
    context: further.length > LONGEST_CONTEXT ? [] : further,
    ...(further.length > 0 && { undrawn: further.length }),
    orders: orders.map(({ before, after, because, isOptional }) => {
      const [first, second] = [operations.indexOf(before), operations.indexOf(after)];
      const [one, other] = [letter(first), letter(second)];
      return {
        before: first,
        after: second,
        because:
          because === "time" ? `${one} had returned when ${other} was called` : because(one, other),
        ...(because === "time" && { isTime: true }),
        ...(isOptional === true && { isOptional }),
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

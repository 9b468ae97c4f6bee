/**
 * A set of values.
 *
 * - `add` puts its input into the set, `remove` takes it out. Both may return nothing, or whether
 *   they changed the set: adding what is there returns `false`, as does removing what is not.
 * - `contains` returns whether its input is in the set.
 * - `read` returns an array of all elements, each once, in any order; `null` is the same as an empty
 *   one.
 */
import { setEngine } from "../engines/elements/set-engine.ts";
import { fingerprint, type Fingerprint } from "../history/fingerprint.ts";
import type { Model } from "./model.ts";
import type { Operation } from "../history/operation.ts";

/** The elements, sorted, so that equal sets are equal states. */
type Elements = readonly unknown[];

export function set(initial: Elements = []): Model<Elements> {
  const model: Model<Elements> = {
    name: "set",
    initial: initial.reduce<Elements>((elements, element) => including(elements, element), []),
    operations: ["add", "remove", "contains", "read"],
    step,
    ignoresClient: true,
    isRead: ({ name, output }) => name === "read" || name === "contains" || output === false,
  };
  return { ...model, engines: [setEngine(model)] };
}

function step(elements: Elements, operation: Operation): Elements | undefined {
  const { name, input, output, returned } = operation;
  if (name === "read") return isSetOf(elements, output ?? []) ? elements : undefined;
  const isThere = printsOf(elements).has(fingerprint(input));
  // An unfinished operation could have returned anything, and some return nothing.
  const mayReturn = (result: boolean): boolean =>
    output === result ||
    ((output ?? null) === null && (name !== "contains" || returned === undefined));
  switch (name) {
    case "contains":
      return mayReturn(isThere) ? elements : undefined;
    case "add":
      if (!mayReturn(!isThere)) return undefined;
      return isThere ? elements : including(elements, input);
    default:
      if (!mayReturn(isThere)) return undefined;
      return isThere ? excluding(elements, input) : elements;
  }
}

function isSetOf(elements: Elements, array: unknown): boolean {
  if (!Array.isArray(array) || array.length !== elements.length) return false;
  const [prints, others] = [printsOf(elements), printsOf(array)];
  return others.size === prints.size && [...others].every((print) => prints.has(print));
}

function including(elements: Elements, element: unknown): Elements {
  if (printsOf(elements).has(fingerprint(element))) return elements;
  const key = sortKey(element);
  let [low, high] = [0, elements.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sortKey(elements[middle]) <= key) low = middle + 1;
    else high = middle;
  }
  return elements.toSpliced(low, 0, element);
}

function excluding(elements: Elements, element: unknown): Elements {
  const print = fingerprint(element);
  return elements.filter((other) => !isSamePrint(fingerprint(other), print));
}

function isSamePrint(one: Fingerprint, other: Fingerprint): boolean {
  return one === other || (Number.isNaN(one) && Number.isNaN(other));
}

/** Any order will do, as long as it is the same in every state. */
function sortKey(element: unknown): string {
  const print = fingerprint(element);
  return `${typeof print}${String(print)}`;
}

const known = new WeakMap<Elements, ReadonlySet<Fingerprint>>();

/** The fingerprints of the elements; kept, since a state is looked at many times. */
function printsOf(elements: Elements): ReadonlySet<Fingerprint> {
  let prints = known.get(elements);
  if (prints === undefined) {
    prints = new Set(Array.from(elements, fingerprint));
    known.set(elements, prints);
  }
  return prints;
}

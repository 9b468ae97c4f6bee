/**
 * Judges the elements of a set one by one, each by a separate search: an object that is in one of
 * two states.
 *
 * Where the set is never read as a whole, that decides the set. Where it is, each of these reads is a
 * read of every element. Then an element that cannot be explained shows a violation of the whole,
 * but elements that can be explained one by one prove nothing.
 */
import { explainElement } from "../../explain/explain-element.ts";
import { elementsOf } from "../../history/elements-of.ts";
import { fingerprint, isSame, type Fingerprint } from "../../history/fingerprint.ts";
import { joinOrders } from "../../history/join-orders.ts";
import type { Operation } from "../../history/operation.ts";
import type { Model } from "../../models/model.ts";
import type { Spending } from "../budget.ts";
import type { Judgement } from "../engine.ts";
import { Search } from "../search/search.ts";

export type SetModel = Model<readonly unknown[]>;

/** How many steps the search of an element may take, per operation. */
const STEPS_PER_OPERATION = 20;

/** Reads of the whole set, and the elements that are looked at. */
interface WholeReads {
  readonly reads: readonly Operation[];
  readonly among: ReadonlySet<Fingerprint>;
}

/** What happened to one element, and what its search found. */
interface Searched {
  readonly element: unknown;
  readonly operations: readonly Operation[];
  readonly model: SetModel;
  readonly search: Search;
  readonly outcome: ReturnType<Search["run"]>;
}

/**
 * The violation of an element, or that each of them can be explained; `undefined` if that
 * takes more than a few steps per operation, or than the budget.
 */
export function judgeElements(
  operations: readonly Operation[],
  model: SetModel,
  spending: Spending,
  whole?: WholeReads,
): Judgement | undefined {
  let isDecided = true;
  for (const searched of searchElements(operations, model, spending, whole)) {
    isDecided &&= searched.outcome !== undefined;
    if (searched.outcome === "not-linearizable") {
      const { element, operations: own, model: ownModel } = searched;
      return { explain: () => explainElement(element, own, operations, ownModel, model.initial) };
    }
    if (spending.isExhausted) return undefined;
  }
  // Searched once more for the order: all these searches together would fill the memory.
  return isDecided ? { order: () => orderByElements(operations, model, spending) } : undefined;
}

/** An order of a set that is never read as a whole, if each element has one. */
function orderByElements(
  operations: readonly Operation[],
  model: SetModel,
  spending: Spending,
): readonly Operation[] | undefined {
  const orders: Operation[][] = [];
  for (const { search, outcome } of searchElements(operations, model, spending)) {
    if (outcome !== "linearizable") return undefined;
    orders.push(search.order());
  }
  return joinOrders(orders);
}

function* searchElements(
  operations: readonly Operation[],
  model: SetModel,
  spending: Spending,
  { reads, among }: Partial<WholeReads> = {},
): Generator<Searched> {
  const byElement = new Map<Fingerprint, Operation[]>();
  for (const operation of operations) {
    if (operation.name === "read") continue;
    const print = fingerprint(operation.input);
    if (among?.has(print) === false) continue;
    const same = byElement.get(print);
    if (same === undefined) byElement.set(print, [operation]);
    else same.push(operation);
  }
  const shown = new Map<unknown, Set<Fingerprint>>();
  for (const read of reads ?? []) {
    const prints = Array.from(elementsOf(read), fingerprint);
    shown.set(read.output, new Set(prints.filter((print) => byElement.has(print))));
  }
  for (const ofElement of byElement.values()) {
    const element = ofElement[0]?.input;
    const history =
      reads === undefined
        ? ofElement
        : [...ofElement, ...reads].toSorted((one, other) => one.called - other.called);
    const elementModel = modelOfElement(model, element, shown);
    const search = new Search(history, elementModel, spending);
    const outcome = search.run(STEPS_PER_OPERATION * history.length);
    search.release();
    yield { element, operations: history, model: elementModel, search, outcome };
  }
}

/**
 * The set as far as one element is concerned.
 *
 * @param shown the elements that a read with this output shows.
 */
function modelOfElement(
  { step, initial, isRead, ...model }: SetModel,
  element: unknown,
  shown: ReadonlyMap<unknown, ReadonlySet<Fingerprint>>,
): SetModel {
  const print = fingerprint(element);
  return {
    ...model,
    ...(isRead && { isRead }),
    engines: [],
    initial: initial.filter((other) => isSame(other, element)),
    step(elements, operation) {
      if (operation.name !== "read") return step(elements, operation);
      const isShown = shown.get(operation.output)?.has(print) ?? false;
      return isShown === elements.length > 0 ? elements : undefined;
    },
  };
}

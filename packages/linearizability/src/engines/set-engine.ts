/**
 * Decides sets without a search of the whole.
 *
 * - **Sets that only grow**, read as a whole or element by element: {@link checkLayers}.
 * - **Sets that are never read as a whole.** No operation on one element changes or sees another.
 *   So each element is an object by itself, and the history is linearizable exactly if that of each
 *   element is (Herlihy and Wing, *Linearizability*, TOPLAS 1990). Such an object is in one of two
 *   states, and searched alone, it takes a number of steps that is small where few operations on
 *   the element overlap. The search of all elements at once would try their combinations.
 * - **Sets that are read as a whole, and elements removed.** A read that lacks an element came before
 *   the element's add or after its removal; which of them is a choice for each pair of a read and
 *   an element, and the search has to try. The literature on collections (Emmi and Enea, *Sound,
 *   Complete, and Tractable Linearizability Monitoring for Concurrent Collections*, POPL 2018) has no
 *   operation that sees all elements at once. But most violations are found without it: an order
 *   that explains the whole explains as well what remains of it without some of the elements, so
 *   it is enough that one element alone, or all those that were never removed, cannot be explained.
 */
import { explainElement } from "../explain/explain-element.ts";
import { explainLayers } from "../explain/explain-layers.ts";
import { fingerprint, isSame, type Fingerprint } from "../history/fingerprint.ts";
import type { Operation } from "../history/operation.ts";
import type { Model } from "../models/model.ts";
import { DEFAULT_BUDGET, Spending } from "./budget.ts";
import type { Engine, Judgement } from "./engine.ts";
import { checkLayers, elementsRead, onlyGrows, type LayerViolation } from "./layers.ts";
import { Search } from "./search.ts";

type SetModel = Model<readonly unknown[]>;

/** How many steps the search of a single element may take, per operation. */
const STEPS_PER_OPERATION = 20;

/** With more pairs of a read and a removed element, elements are not looked at one by one. */
const MOST_PAIRS = 1e6;

/** @param model of a set. */
export function setEngine(model: SetModel): Engine {
  return {
    name: "elements",
    judge(operations) {
      if (!operations.every(isWellFormed)) return undefined;
      if (onlyGrows(operations)) return judgeLayers(operations, model, new Set());
      const reads = operations.filter(({ name, returned }) => {
        return name === "read" && returned !== undefined;
      });
      if (reads.length === 0) return judgeElements(operations, [], model);
      const violation = judgePart(operations, reads, model);
      return violation === "linearizable" ? undefined : violation;
    },
    order(operations) {
      if (!onlyGrows(operations)) return undefined;
      const found = checkLayers(operations, model.initial);
      return isOrder(found) ? found : undefined;
    },
  };
}

/** What the model would take for an impossible result is left to it. */
function isWellFormed({ name, output, returned }: Operation): boolean {
  if (name === "read" || returned === undefined) return true;
  return typeof output === "boolean" || (name !== "contains" && (output ?? null) === null);
}

function judgeLayers(
  operations: readonly Operation[],
  { initial }: SetModel,
  ignored: ReadonlySet<Fingerprint>,
): Judgement {
  const found = checkLayers(operations, initial, ignored);
  if (isOrder(found)) return "linearizable";
  return () => explainLayers(operations, found, initial);
}

function isOrder(found: LayerViolation | readonly Operation[]): found is readonly Operation[] {
  return Array.isArray(found);
}

/** Looks for a violation among the elements that were never removed, or of one of the others. */
function judgePart(
  operations: readonly Operation[],
  reads: readonly Operation[],
  model: SetModel,
): Judgement | undefined {
  const removed = new Set(
    operations.flatMap(({ name, input, output }) =>
      name === "remove" && output !== false ? [fingerprint(input)] : [],
    ),
  );
  const judgement = judgeLayers(operations, model, removed);
  if (judgement !== "linearizable") return judgement;
  if (removed.size * reads.length > MOST_PAIRS) return undefined;
  const ofRemoved = operations.filter(({ name, input }) => {
    return name !== "read" && removed.has(fingerprint(input));
  });
  return judgeElements(ofRemoved, reads, model);
}

/** Judges the elements one by one. Each read of the whole set is one of every element. */
function judgeElements(
  operations: readonly Operation[],
  reads: readonly Operation[],
  model: SetModel,
): Judgement | undefined {
  const byElement = new Map<Fingerprint, Operation[]>();
  for (const operation of operations) {
    if (operation.name === "read") continue;
    const print = fingerprint(operation.input);
    const same = byElement.get(print);
    if (same === undefined) byElement.set(print, [operation]);
    else same.push(operation);
  }
  const shown = new Map(
    reads.map((read) => [read.output, new Set(Array.from(elementsRead(read), fingerprint))]),
  );
  const spending = new Spending(DEFAULT_BUDGET);
  let isDecided = true;
  for (const ofElement of byElement.values()) {
    const element = ofElement[0]?.input;
    const history = [...ofElement, ...reads].toSorted((one, other) => one.called - other.called);
    const elementModel = modelOfElement(model, element, shown);
    const search = new Search(history, elementModel, spending);
    const outcome = search.run(STEPS_PER_OPERATION * history.length);
    search.release();
    isDecided &&= outcome !== undefined;
    if (outcome === "not-linearizable") {
      const { initial } = model;
      return () => explainElement(element, history, operations, elementModel, initial);
    }
  }
  return isDecided ? "linearizable" : undefined;
}

/**
 * The set as far as one element is concerned.
 *
 * @param shown the elements that a read with this output shows.
 */
function modelOfElement(
  { name, step, isRead, initial }: SetModel,
  element: unknown,
  shown: ReadonlyMap<unknown, ReadonlySet<Fingerprint>>,
): SetModel {
  const print = fingerprint(element);
  return {
    name,
    initial: initial.filter((other) => isSame(other, element)),
    step(elements, operation) {
      if (operation.name !== "read") return step(elements, operation);
      const isShown = shown.get(operation.output)?.has(print) ?? false;
      return isShown === elements.length > 0 ? elements : undefined;
    },
    ...(isRead && { isRead }),
  };
}

/**
 * A first look at a short history: the order of the returns, and then a search of a few steps.
 *
 * The order of the returns is consistent with real time: what returned before another operation was
 * called also returned before that one. A history in which no two operations overlap has no other
 * order. Unfinished operations may be left out, since they may never have taken effect.
 */
import { returnOf, type Operation } from "../../history/operation.ts";
import type { Model } from "../../models/model.ts";
import type { Spending } from "../budget.ts";
import { Search } from "./search.ts";

/** How many steps the search may take, per operation. */
const STEPS_PER_OPERATION = 4;

/**
 * How to get an order that explains the history; `undefined` if none was found, which proves nothing.
 *
 * @param operations of one key, in the order of their calls, their events ranked.
 */
export function explainSoon(
  operations: readonly Operation[],
  model: Model,
  spending: Spending,
): (() => readonly Operation[]) | undefined {
  const byReturn = inOrderOfReturns(operations);
  if (isExplainedBy(byReturn, model, spending)) return () => byReturn;
  const search = new Search(operations, model, spending);
  const outcome = search.run(STEPS_PER_OPERATION * operations.length);
  if (outcome === "linearizable") return () => search.order();
  search.release();
  return undefined;
}

function isExplainedBy(
  order: readonly Operation[],
  { initial, step }: Model,
  spending: Spending,
): boolean {
  let state: {} | null | undefined = initial;
  for (const operation of order) {
    spending.countStep();
    if (spending.isExhausted) return false;
    state = step(state, operation);
    if (state === undefined) return false;
  }
  return true;
}

function inOrderOfReturns(operations: readonly Operation[]): readonly Operation[] {
  const finished = operations.filter(({ returned }) => returned !== undefined);
  const isInOrder = finished.every(
    (one, at) => at === 0 || returnOf(finished[at - 1]!) < returnOf(one),
  );
  return isInOrder ? finished : finished.toSorted((one, other) => returnOf(one) - returnOf(other));
}

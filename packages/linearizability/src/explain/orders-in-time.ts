/**
 * Which facts of time a violation rests on. Of all pairs of which one operation had returned when
 * the other was called, those that matter are the ones that cannot be disregarded: the rest is
 * taken away, one pair at a time, as long as no order explains the operations.
 *
 * What remains is a smallest set of premises. Without any one of them, X before Y, there are orders
 * that explain the operations, and in each of these Y comes before X: an order with X first would
 * have been found with the premise as well. So the values say the opposite of that one fact, given
 * the other facts, whatever the model is. That is the contradiction to show.
 */
import type { Spending } from "../engines/budget.ts";
import { fingerprint, type Fingerprint } from "../history/fingerprint.ts";
import { returnOf, type Operation } from "../history/operation.ts";
import type { Model } from "../models/model.ts";

/** `before` had returned when `after` was called. */
export interface TimeOrder {
  readonly before: Operation;
  readonly after: Operation;
}

/** With more operations than this there are too many orders to try. */
const MOST_OPERATIONS = 12;

/**
 * @param operations that no order explains.
 * @returns no orders at all if the values alone contradict each other, and `undefined` if there
 * are too many operations, or not enough time.
 */
export function ordersThatMatter(
  operations: readonly Operation[],
  model: Pick<Model, "step">,
  initial: {} | null,
  spending: Spending,
): TimeOrder[] | undefined {
  if (operations.length > MOST_OPERATIONS) return undefined;
  let orders = operations.flatMap((before) =>
    operations
      .filter((after) => returnOf(before) < after.called)
      .map((after): TimeOrder => ({ before, after })),
  );
  // Those between operations far apart go first: neighbours are easier to compare by eye.
  for (const order of orders.toSorted((one, other) => gapOf(other) - gapOf(one))) {
    if (spending.isOver) return undefined;
    const without = orders.filter((other) => other !== order);
    if (!isExplained(operations, model, initial, without)) orders = without;
  }
  return orders;
}

/**
 * Whether no order that explains the operations, and keeps to these facts of time, has `late` after
 * `early`. True as well if `late` cannot have taken effect at all.
 */
export function neverFollows(
  late: Operation,
  early: Operation,
  operations: readonly Operation[],
  model: Pick<Model, "step">,
  initial: {} | null,
  facts: readonly TimeOrder[],
): boolean {
  const orders = [...facts, { before: early, after: late }];
  return !isExplained(operations, model, initial, orders, late);
}

function gapOf({ before, after }: TimeOrder): number {
  return after.called - returnOf(before);
}

/**
 * Whether some order of the operations keeps to these orders and gives each its result.
 *
 * @param required must take effect, though it did not return.
 */
function isExplained(
  operations: readonly Operation[],
  { step }: Pick<Model, "step">,
  initial: {} | null,
  orders: readonly TimeOrder[],
  required?: Operation,
): boolean {
  const finished = maskOf(
    operations,
    (operation) => operation.returned !== undefined || operation === required,
  );
  const predecessors = operations.map((operation) => {
    const before = new Set(
      orders.filter(({ after }) => after === operation).map((order) => order.before),
    );
    return maskOf(operations, (other) => before.has(other));
  });
  const tried = new Map<number, Set<Fingerprint>>();
  const canFinish = (placed: number, state: {} | null): boolean => {
    if ((placed & finished) === finished) return true;
    const states = tried.get(placed) ?? new Set();
    if (states.has(fingerprint(state))) return false;
    tried.set(placed, states.add(fingerprint(state)));
    return operations.some((operation, index) => {
      const isNext =
        (placed & (1 << index)) === 0 &&
        ((predecessors[index] ?? 0) & placed) === predecessors[index];
      if (!isNext) return false;
      const after = step(state, operation);
      return after !== undefined && canFinish(placed | (1 << index), after);
    });
  };
  return canFinish(0, initial);
}

function maskOf(operations: readonly Operation[], isIn: (operation: Operation) => boolean): number {
  return operations.reduce(
    (mask, operation, index) => mask | (Number(isIn(operation)) << index),
    0,
  );
}

/**
 * The definition of linearizability, by trying every order: right by inspection, and slow. It
 * judges all keys together, and shares no assumption with the engines: neither ranks of events nor
 * an equality of values.
 */
import type { Model, Operation } from "@sync-strategies/linearizability";

/** What an object does, one operation at a time: a model without what makes checking faster. */
export type Definition = Pick<Model, "initial" | "step">;

export function isLinearizable(
  operations: readonly Operation[],
  definition: Definition,
  initial: unknown = definition.initial,
): boolean {
  const states = new Map(operations.map(({ key }) => [key, initial as {} | null]));
  return canFinish(operations, definition, states);
}

function canFinish(
  left: readonly Operation[],
  definition: Definition,
  states: ReadonlyMap<string, {} | null>,
): boolean {
  // Operations that never returned may never have happened.
  if (left.every(({ returned }) => returned === undefined)) return true;
  const firstReturn = Math.min(...left.map(({ returned }) => returned ?? Infinity));
  return left.some((operation, index) => {
    // No other had returned when the next operation was called; at the same number both overlap.
    if (operation.called > firstReturn) return false;
    const state = definition.step(states.get(operation.key) ?? null, operation);
    if (state === undefined) return false;
    const next = new Map(states).set(operation.key, state);
    return canFinish(left.toSpliced(index, 1), definition, next);
  });
}

/**
 * Whether the operations in this order explain the history: all that returned are there, none is
 * behind one that was called after its return, and each had its result.
 */
export function isExplanation(
  order: readonly Operation[],
  history: readonly Operation[],
  { initial, step }: Definition,
): boolean {
  const left = history.map((operation) => JSON.stringify(operation));
  const states = new Map(history.map(({ key }) => [key, initial]));
  return (
    order.every((operation, place) => {
      const index = left.indexOf(JSON.stringify(operation));
      const state = step(states.get(operation.key) ?? null, operation);
      const overtaken = order
        .slice(place)
        .some(({ returned = Infinity }) => returned < operation.called);
      if (index === -1 || state === undefined || overtaken) return false;
      left.splice(index, 1);
      states.set(operation.key, state);
      return true;
    }) && left.every((operation) => !operation.includes('"returned":'))
  );
}

/** Equality of the numbers, texts and arrays that random histories are made of. */
export function isSameData(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/**
 * The definition of linearizability, by trying every order: right by inspection, and slow. It
 * judges all keys together, and shares no assumption with the engines.
 */
import type { Model, Operation } from "@sync-strategies/linearizability";

export function isLinearizable(
  operations: readonly Operation[],
  model: Model,
  initial: unknown = model.initial,
): boolean {
  const states = new Map(operations.map(({ key }) => [key, initial as {} | null]));
  return canFinish(operations, model, states);
}

function canFinish(
  left: readonly Operation[],
  model: Model,
  states: ReadonlyMap<string, {} | null>,
): boolean {
  // Operations that never returned may never have happened.
  if (left.every(({ returned }) => returned === undefined)) return true;
  const firstReturn = Math.min(...left.map(({ returned }) => returned ?? Infinity));
  return left.some((operation, index) => {
    // The next operation was called before any of the others returned.
    if (operation.called > firstReturn) return false;
    const state = model.step(states.get(operation.key) ?? null, operation);
    if (state === undefined) return false;
    const next = new Map(states).set(operation.key, state);
    return canFinish(left.toSpliced(index, 1), model, next);
  });
}

/** All orders that explain some operations, one by one: right by inspection, and slow. */
import type { Operation } from "@sync-strategies/linearizability";

type State = {} | null;

export interface Placed {
  readonly operation: Operation;
  /** The state that it left. */
  readonly state: State;
}

/**
 * Calls `visit` with each order in which all that returned has its result, and what did not return
 * may be missing.
 *
 * @param given which operations come before which; real time, if missing.
 */
export function everyOrder(
  operations: readonly Operation[],
  step: (state: State, operation: Operation) => State | undefined,
  initial: State,
  visit: (order: readonly Placed[]) => void,
  given: readonly (readonly [Operation, Operation])[] = inTime(operations),
): void {
  const extend = (order: readonly Placed[], left: readonly Operation[], state: State): void => {
    if (left.every(({ returned }) => returned === undefined)) visit(order);
    for (const [index, operation] of left.entries()) {
      if (given.some(([before, after]) => after === operation && left.includes(before))) continue;
      const after = step(state, operation);
      if (after === undefined) continue;
      extend([...order, { operation, state: after }], left.toSpliced(index, 1), after);
    }
  };
  extend([], operations, initial);
}

function inTime(operations: readonly Operation[]): [Operation, Operation][] {
  return operations.flatMap((before) =>
    operations
      .filter((after) => (before.returned ?? Infinity) < after.called)
      .map((after): [Operation, Operation] => [before, after]),
  );
}

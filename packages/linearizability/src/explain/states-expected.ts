/** What the operation that observed a fault could have found instead. */
import type { Spending } from "../engines/budget.ts";
import { returnOf, type Operation } from "../history/operation.ts";
import type { Model } from "../models/model.ts";
import { statesAfter } from "./beginning.ts";

type State = {} | null;

/** A state, and the one that the operation in question found, if it has taken effect. */
interface Probed {
  readonly state: State;
  readonly found?: State;
}

/**
 * All states in which the last operation to return could have taken effect, over all orders that
 * explain the others, if it had accepted any state; `undefined` if they are too many, if there is
 * not enough time, or if what it would have left behind is not known and other operations may have
 * found that.
 */
export function statesFoundByLast(
  operations: readonly Operation[],
  model: Model,
  initial: State,
  spending: Spending,
): State[] | undefined {
  const last = lastToReturn(operations);
  if (last === undefined) return undefined;
  const isRead = (operation: Operation): boolean => model.isRead?.(operation) ?? false;
  const left = isRead(last) ? undefined : model.transition?.(last).to;
  const isObserved = operations.some(
    (other) => other !== last && other.returned !== undefined && other.returned > last.called,
  );
  if (!isRead(last) && left === undefined && isObserved) return undefined;
  const probe: Model<Probed> = {
    name: "probe",
    initial: { state: initial },
    step: ({ state, found }, operation) => {
      if (operation === last) return { state: left ?? state, found: state };
      const after = model.step(state, operation);
      if (after === undefined) return undefined;
      return found === undefined ? { state: after } : { state: after, found };
    },
    isRead: (operation) => operation !== last && isRead(operation),
  };
  const states = statesAfter(operations, probe, probe.initial, spending, (probed) => {
    return (probed as Probed).found ?? null;
  });
  return states?.length === 0 ? undefined : states;
}

/** Of the operations the one that returned last. */
export function lastToReturn(operations: readonly Operation[]): Operation | undefined {
  let last: Operation | undefined;
  for (const operation of operations) {
    if (operation.returned === undefined) continue;
    if (last === undefined || operation.returned > returnOf(last)) last = operation;
  }
  return last;
}

/**
 * Leaves states out of a history, so that the rest is a smaller history that is linearizable if the
 * whole is.
 *
 * Where operations name the states that they need and leave, all operations that need or leave one
 * state are adjacent in any order that explains the whole: the one that leaves it, those that read
 * it, the one that replaces it. Without all of them the remaining order still explains the rest.
 * Removing the operation that replaces the state also removes the state that this operation leaves.
 */
import { fingerprint, type Fingerprint } from "../../history/fingerprint.ts";
import type { Model } from "../../models/model.ts";
import type { Operation } from "../../history/operation.ts";

/** An operation with the states that it needs and leaves; `undefined` means any state. */
export interface Transitioned {
  readonly operation: Operation;
  readonly from: Fingerprint;
  readonly to: Fingerprint;
}

/**
 * What each operation needs and leaves; without reads that accept more than one state, since
 * removing a state could leave them unexplained.
 */
export function transitionsOf(
  operations: readonly Operation[],
  { transition, isRead }: Pick<Model, "transition" | "isRead">,
): Transitioned[] {
  if (transition === undefined) return [];
  return operations.flatMap((operation) => {
    const { from, to } = transition(operation);
    const acceptsSeveral = from === undefined && isRead?.(operation) === true;
    return acceptsSeveral ? [] : { operation, from: print(from), to: print(to) };
  });
}

/** Also leaves out the operations that need such a state, and the states that these leave. */
export function withoutStates(
  steps: readonly Transitioned[],
  some: ReadonlySet<Fingerprint>,
  initial: unknown,
): Operation[] {
  const start = fingerprint(initial);
  const out = new Set(some);
  out.delete(undefined);
  out.delete(start);
  for (let before = 0; out.size > before;) {
    before = out.size;
    for (const { from, to } of steps) if (to !== undefined && out.has(from)) out.add(to);
  }
  const rest = out.has(start)
    ? steps
    : steps.filter(({ from, to }) => !out.has(from) && !out.has(to));
  return rest.map(({ operation }) => operation);
}

function print(state: unknown): Fingerprint {
  return state === undefined ? undefined : fingerprint(state);
}

/**
 * Leaves states out of a history, so that what remains is a smaller history that is linearizable if
 * the whole is.
 *
 * Where operations name the states that they need and leave, all that need or leave one state stand
 * side by side in any order that explains the whole: the one that brings it about, those that read
 * it, the one that takes it away. Without all of them the rest is still explained by what is left
 * of the order; if the one that takes it away goes, so does the state that it brings about.
 */
import { fingerprint, type Fingerprint } from "./fingerprint.ts";
import type { Model } from "./model.ts";
import type { Operation } from "./operation.ts";

/** An operation with the states that it needs and leaves; `undefined` means any, and none. */
export interface Transitioned {
  readonly operation: Operation;
  readonly from: Fingerprint;
  readonly to: Fingerprint;
}

/**
 * What each operation needs and leaves; without reads that are content with more than one state,
 * since they might not stand the absence of another.
 */
export function transitionsOf(
  operations: readonly Operation[],
  { transition, isRead }: Model,
): Transitioned[] {
  if (transition === undefined) return [];
  return operations.flatMap((operation) => {
    const { from, to } = transition(operation);
    const isContent = from === undefined && isRead?.(operation) === true;
    return isContent ? [] : { operation, from: print(from), to: print(to) };
  });
}

/** Who needs a state that is left out goes with it, and so does the state that it leaves. */
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

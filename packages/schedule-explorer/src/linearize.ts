import type { Call } from "./history.ts";

/** A completed operation on one key, as the sequential rules see it. */
export interface KeyOperation {
  readonly call: Call;
  /** Whether it says what the key held before, and that value. */
  readonly expects: boolean;
  readonly before: unknown;
  /** Whether it leaves a new value behind, and that value. */
  readonly replaces: boolean;
  readonly after: unknown;
}

/** How many operations on one key {@link isLinearizable} takes. */
export const maximumKeyOperations = 31;

/** The operations on a key that took effect: all but the rejected ones, in the order of calls. */
export function keyOperations(calls: readonly Call[], key: string): KeyOperation[] {
  const operations: KeyOperation[] = [];
  for (const call of calls) {
    const { operation, result } = call;
    if (call.outcome !== "resolved" || !("key" in operation) || operation.key !== key) continue;
    const isRead = operation.kind === "read";
    const isUpdate = operation.kind === "update";
    operations.push({
      call,
      expects: isRead || isUpdate,
      before: isRead ? result : call.before,
      replaces: !isRead,
      after: operation.kind === "write" ? operation.value : call.after,
    });
  }
  return operations;
}

/**
 * Whether some order of the operations on one key, never putting one before another that had
 * ended when it was called, explains all that they returned. Keys may be judged one at a time:
 * linearizability is local (Herlihy and Wing, *Linearizability*, TOPLAS 1990).
 *
 * The search of Wing and Gong (*Testing and verifying concurrent objects*, 1993): choose what
 * comes first among the operations that nothing left precedes, and go on. A state reached twice
 * with the same operations left is searched once.
 */
export function isLinearizable(operations: readonly KeyOperation[]): boolean {
  const count = operations.length;
  if (count > maximumKeyOperations) throw new RangeError(`Too many operations: ${count}.`);
  const failed = new Set<number>();

  /** `left` has a bit for each operation not yet placed; `last` placed the current value. */
  const search = (left: number, last: number, current: unknown): boolean => {
    if (left === 0) return true;
    const visited = left * (count + 1) + last + 1;
    if (failed.has(visited)) return false;
    let firstEnd = Number.POSITIVE_INFINITY;
    for (let index = 0; index < count; index++) {
      if ((left & (1 << index)) !== 0) {
        firstEnd = Math.min(firstEnd, operations[index]!.call.settledAt);
      }
    }
    for (let index = 0; index < count; index++) {
      if ((left & (1 << index)) === 0) continue;
      const { call, expects, before, replaces, after } = operations[index]!;
      if (call.calledAt > firstEnd) break;
      if (expects && !Object.is(before, current)) continue;
      const rest = left & ~(1 << index);
      if (replaces ? search(rest, index, after) : search(rest, last, current)) return true;
    }
    failed.add(visited);
    return false;
  };

  return search(2 ** count - 1, -1, undefined);
}

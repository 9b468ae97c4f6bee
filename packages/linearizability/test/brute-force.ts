/**
 * The definition of linearizability, tried out in every order: right by inspection, and slow.
 */
import { UNWRITTEN, type RegisterOperation } from "@sync-strategies/linearizability";

export function isLinearizable(operations: readonly RegisterOperation[]): boolean {
  return canFinish([...operations], new Map());
}

function canFinish(left: RegisterOperation[], state: Map<number, number>): boolean {
  // Operations that never returned may never have happened.
  if (left.every((operation) => operation.return === Infinity)) return true;
  const firstReturn = Math.min(...left.map((operation) => operation.return));
  return left.some((operation, index) => {
    // Whoever is next was called before anybody else returned.
    if (operation.call > firstReturn) return false;
    const value = state.get(operation.key) ?? UNWRITTEN;
    const unfinishedRead = operation.kind === "read" && operation.return === Infinity;
    if (operation.read !== undefined && operation.read !== value && !unfinishedRead) return false;
    const next = new Map(state);
    if (operation.written !== undefined) next.set(operation.key, operation.written);
    return canFinish(left.toSpliced(index, 1), next);
  });
}

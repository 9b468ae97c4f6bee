/**
 * What the calls of a run did to one key, in the form that the history checker takes.
 */
import type { Operation } from "@sync-strategies/linearizability";
import type { Call } from "./history.ts";

/** A completed operation on one key, in terms of the sequential rules. */
export interface KeyOperation {
  readonly call: Call;
  /** Whether it reports the key's value before it, and that value. */
  readonly expects: boolean;
  readonly before: unknown;
  /** Whether it sets a new value, and that value. */
  readonly replaces: boolean;
  readonly after: unknown;
}

/** The operations on a key that took effect: all except rejected ones, in the order of calls. */
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

/** Whether the order in which they ended explains their results. */
export function isExplainedByEnds(operations: readonly KeyOperation[]): boolean {
  let current: unknown;
  const inOrder = operations.toSorted((one, other) => one.call.settledAt - other.call.settledAt);
  for (const { expects, before, replaces, after } of inOrder) {
    if (expects && !Object.is(before, current)) return false;
    if (replaces) current = after;
  }
  return true;
}

/** The same as a history of a register. Values are compared as `Map` compares keys. */
export function asHistory(operations: readonly KeyOperation[]): Operation[] {
  const numbers = new Map<unknown, number | null>([[undefined, null]]);
  const numberOf = (value: unknown): number | null => {
    const known = numbers.get(value);
    if (known !== undefined) return known;
    numbers.set(value, numbers.size);
    return numbers.size - 1;
  };
  return operations.map(({ call, expects, before, replaces, after }): Operation => {
    const { client, calledAt: called, settledAt: returned } = call;
    const common = { client, key: "", called, returned };
    if (!replaces) return { ...common, name: "read", output: numberOf(before) };
    if (!expects) return { ...common, name: "write", input: numberOf(after) };
    return { ...common, name: "update", output: [numberOf(before), numberOf(after)] };
  });
}

import type { OperationOptions, StateStore } from "@sync-strategies/state-store";
import type { ContractTest } from "./contract-test.ts";

/** One of the three operations, for rules that hold for all of them alike. */
export interface Method {
  readonly name: "read" | "write" | "update";

  /** With its article, for sentences. */
  readonly phrase: string;

  /** Whether it changes the state: then it leaves `value` behind. */
  readonly changesState: boolean;

  /** Calls it and hands back exactly what the store returned. */
  readonly call: (
    store: StateStore<string, number>,
    key: string,
    value: number,
    options?: OperationOptions,
  ) => Promise<unknown>;
}

export const operations: readonly Method[] = [
  {
    name: "read",
    phrase: "a read",
    changesState: false,
    call: (store, key, _value, options) => store.read(key, options),
  },
  {
    name: "write",
    phrase: "a write",
    changesState: true,
    call: (store, key, value, options) => store.write(key, value, options),
  },
  {
    name: "update",
    phrase: "an update",
    changesState: true,
    call: (store, key, value, options) => store.update(key, () => value, options),
  },
];

/** Those that must wait their turn behind an updater of their key. */
export const changingOperations: readonly Method[] = operations.filter(
  (operation) => operation.changesState,
);

/** One rule, stated and tested for each of the operations. */
export function forEach(
  kinds: readonly Method[],
  rule: (operation: Method) => ContractTest,
): ContractTest[] {
  return kinds.map((operation) => rule(operation));
}

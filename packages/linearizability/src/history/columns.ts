/**
 * What clients did to a map of registers, as columns: one row per operation, in the order of
 * calls. Events are numbered from 1 on. A recorder gives every event a different number. If a call
 * and a return share a number all the same, the call counts as the first of the two.
 */
import type { Operation } from "./operation.ts";

/**
 * What an operation did. An update reads and writes in one step. What cannot have taken effect
 * is not checked: an update whose updater has not returned, or a cancelled operation.
 */
export const Kind = { read: 0, write: 1, update: 2, noEffect: 3 } as const;
export type Kind = (typeof Kind)[keyof typeof Kind];

/** Means "never written" in the columns of values. Real values are 0 or more. */
export const UNWRITTEN = -1;

/** Means "unfinished" in the column of returns: the operation was not seen to return. */
export const UNFINISHED = 0;

export interface HistoryColumns {
  /** How many rows there are. The columns may be longer. */
  readonly length: number;
  readonly kinds: Uint8Array;
  readonly clients: Int32Array;
  readonly keys: Int32Array;
  /** The event at which each operation was called, in rising order. */
  readonly calls: Int32Array;
  /** The event at which it returned, or {@link UNFINISHED}. */
  readonly returns: Int32Array;
  /** What a read returned or an update was given; meaningless for writes. */
  readonly valuesRead: Float64Array;
  /** What a write or an update wrote; meaningless for reads. */
  readonly valuesWritten: Float64Array;
  /** The number of the last event. */
  readonly events: number;
}

const names = ["read", "write", "update", "update"] as const;

/** A row of the history as an operation. */
export function operationAt(history: HistoryColumns, row: number): Operation {
  const name = names[history.kinds[row] ?? 0] ?? "read";
  const returned = history.returns[row] ?? UNFINISHED;
  const before = valueAt(history.valuesRead, row);
  const after = valueAt(history.valuesWritten, row);
  return {
    client: history.clients[row] ?? 0,
    key: String(history.keys[row] ?? 0),
    name,
    ...(name === "write" && { input: after }),
    ...(name === "read" && returned !== UNFINISHED && { output: before }),
    ...(history.kinds[row] === Kind.update && { output: [before, after] }),
    called: history.calls[row] ?? 0,
    ...(returned !== UNFINISHED && { returned }),
  };
}

function valueAt(values: Float64Array, row: number): number | null {
  const value = values[row] ?? UNWRITTEN;
  return value === UNWRITTEN ? null : value;
}

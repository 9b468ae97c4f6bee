/**
 * What clients did to a map of registers, as columns: one row an operation, in the order of
 * their calls.
 *
 * Time is a count of events, calls and returns alike, from 1 on. An operation that returned at
 * event 7 came before one that was called at event 8; that is all that linearizability asks of
 * time, and it is exact where clocks are not.
 */

/**
 * What an operation did. An update reads and writes in one step; one whose updater has not been
 * called yet is pending, cannot have taken effect, and is no part of what is checked.
 */
export const Kind = { read: 0, write: 1, update: 2, pendingUpdate: 3 } as const;
export type Kind = (typeof Kind)[keyof typeof Kind];

/** Stands in the columns of values for "never written". Real values are 0 or more. */
export const UNWRITTEN = -1;

/** Stands in the column of returns for an operation that was not seen to return. */
export const UNFINISHED = 0;

export interface RegisterHistory {
  /** How many rows there are. The columns may be longer. */
  readonly length: number;
  readonly kinds: Uint8Array;
  readonly clients: Int32Array;
  readonly keys: Int32Array;
  /** The event at which each operation was called. Rising. */
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

/** One row, for people and for tests. */
export interface RegisterOperation {
  readonly kind: "read" | "write" | "update";
  readonly client: number;
  readonly key: number;
  readonly call: number;
  /** Infinite if it was not seen to return. */
  readonly return: number;
  /** `undefined` where nothing was read, {@link UNWRITTEN} where nothing had been written. */
  readonly read: number | undefined;
  readonly written: number | undefined;
}

const kindNames = ["read", "write", "update", "update"] as const;

/** A row of the history as an object. */
export function operationAt(history: RegisterHistory, row: number): RegisterOperation {
  const kind = kindNames[history.kinds[row] ?? 0] ?? "read";
  const returned = history.returns[row] ?? UNFINISHED;
  return {
    kind,
    client: history.clients[row] ?? 0,
    key: history.keys[row] ?? 0,
    call: history.calls[row] ?? 0,
    return: returned === UNFINISHED ? Infinity : returned,
    read: kind === "write" ? undefined : history.valuesRead[row],
    written: kind === "read" ? undefined : history.valuesWritten[row],
  };
}

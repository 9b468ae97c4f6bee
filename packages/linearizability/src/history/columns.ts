/**
 * What clients did to objects of any model, as columns: one row per operation, in the order of
 * calls. A row takes some 35 bytes where an operation as an object takes hundreds.
 *
 * Events are numbered from 1 on. A recorder gives every event a different number. If a call and a
 * return share a number all the same, the call counts as the first of the two.
 */
import type { Operation } from "./operation.ts";
import { UNWRITTEN, type Values } from "./values.ts";

/**
 * What an operation did to a register. An update reads and writes in one step, as does a
 * compare-and-set that applied or may have. What cannot have taken effect is not checked: an
 * update whose updater has not returned, or a cancelled operation. What an `unknown` update would
 * write, if it takes effect, was not seen. Any `other` operation has its input in the column of
 * values written and its output in that of values read.
 */
export const Kind = { read: 0, write: 1, update: 2, noEffect: 3, unknown: 4, other: 5 } as const;
export type Kind = (typeof Kind)[keyof typeof Kind];

/** Means "unfinished" in the column of returns: the operation was not seen to return. */
export const UNFINISHED = 0;

export interface HistoryColumns {
  /** How many rows there are. The columns may be longer. */
  readonly length: number;
  readonly kinds: Uint8Array;
  /** Of floating point only where a client's number has more than 32 bits. */
  readonly clients: Int32Array | Float64Array;
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
  /** What the numbers in the columns mean; missing if keys and values are those numbers. */
  readonly meaning?: Meaning | undefined;
  /** The title of each client, if they have any. */
  readonly clientTitle?: ((client: number) => string) | undefined;
}

export interface Meaning {
  /** For each row the place of its operation's name in {@link operationNames}. */
  readonly names: Uint16Array;
  readonly operationNames: readonly string[];
  /** By the numbers in the column of keys. */
  readonly keyNames: readonly string[];
  readonly values: Values;
}

/** Columns for this many rows; each row is a read that was not seen to return. */
export function blankColumns(rows: number) {
  return {
    kinds: new Uint8Array(rows),
    clients: new Int32Array(rows),
    keys: new Int32Array(rows),
    calls: new Int32Array(rows),
    returns: new Int32Array(rows),
    valuesRead: new Float64Array(rows),
    valuesWritten: new Float64Array(rows),
  };
}

const nameOfKind = ["read", "write", "update", "update", "update", "update"] as const;

/** The rows that took effect, or may have, as operations. */
export function operationsOf(history: HistoryColumns): Operation[] {
  const operations: Operation[] = [];
  for (let row = 0; row < history.length; row++) {
    if (history.kinds[row] !== Kind.noEffect) operations.push(operationAt(history, row));
  }
  return operations;
}

/** A row of the history as an operation. */
export function operationAt(history: HistoryColumns, row: number): Operation {
  const { meaning } = history;
  const kind = history.kinds[row] ?? Kind.read;
  const key = history.keys[row] ?? 0;
  const returned = history.returns[row] ?? UNFINISHED;
  const name =
    meaning === undefined
      ? (nameOfKind[kind] ?? "read")
      : (meaning.operationNames[meaning.names[row] ?? 0] ?? "");
  const isFinished = returned !== UNFINISHED;
  const [input, output] = valuesOf(history, row, name, isFinished);
  // Field by field, which is several times as fast as spreading those that may be missing.
  const operation: { -readonly [Field in keyof Operation]: Operation[Field] } = {
    client: history.clients[row] ?? 0,
    key: meaning?.keyNames[key] ?? String(key),
    name,
    called: history.calls[row] ?? 0,
  };
  if (history.clientTitle !== undefined) {
    operation.clientTitle = history.clientTitle(operation.client);
  }
  if (input !== undefined) operation.input = input;
  if (output !== undefined) operation.output = output;
  if (isFinished) operation.returned = returned;
  return operation;
}

function valuesOf(
  { kinds, valuesRead, valuesWritten, meaning }: HistoryColumns,
  row: number,
  name: string,
  isFinished: boolean,
): [input: unknown, output: unknown] {
  const valueIn = (column: Float64Array): unknown => {
    const number = column[row] ?? UNWRITTEN;
    if (meaning !== undefined) return meaning.values.valueOf(number);
    return number === UNWRITTEN ? null : number;
  };
  const pair = (): unknown[] => [valueIn(valuesRead), valueIn(valuesWritten)];
  switch (kinds[row]) {
    case Kind.read:
      return [undefined, isFinished ? valueIn(valuesRead) : undefined];
    case Kind.write:
      return [valueIn(valuesWritten), undefined];
    case Kind.update:
      return name === "cas" ? [pair(), isFinished ? true : undefined] : [undefined, pair()];
    case Kind.other:
      // One that applied is an update.
      if (name === "cas") return [pair(), false];
      return [valueIn(valuesWritten), valueIn(valuesRead)];
    default:
      return [undefined, undefined];
  }
}

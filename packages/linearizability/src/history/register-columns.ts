/**
 * Converts the operations of a register to columns, if zones can judge them: every value is
 * written once, none is the initial value, and no compare-and-set failed.
 */
import { fingerprint, type Fingerprint } from "./fingerprint.ts";
import type { Operation } from "./operation.ts";
import { Kind, UNFINISHED, UNWRITTEN, type HistoryColumns } from "./columns.ts";

/** @param operations of one key, ranked, in the order of their calls. Row i is operation i. */
export function registerColumns(
  operations: readonly Operation[],
  initial: unknown,
): HistoryColumns | undefined {
  const { length } = operations;
  const columns = {
    kinds: new Uint8Array(length),
    clients: new Int32Array(length),
    keys: new Int32Array(length),
    calls: new Int32Array(length),
    returns: new Int32Array(length),
    valuesRead: new Float64Array(length).fill(UNWRITTEN),
    valuesWritten: new Float64Array(length).fill(UNWRITTEN),
  };
  const numbers = new Map<Fingerprint, number>([[fingerprint(initial), UNWRITTEN]]);
  const numberOf = (value: unknown): number => {
    const print = fingerprint(value ?? null);
    const known = numbers.get(print);
    if (known !== undefined) return known;
    numbers.set(print, numbers.size - 1);
    return numbers.size - 2;
  };
  const writtenBefore = new Set([UNWRITTEN]);
  let events = 0;
  for (const [row, operation] of operations.entries()) {
    const { name, input, output, returned } = operation;
    columns.clients[row] = operation.client;
    columns.calls[row] = operation.called;
    columns.returns[row] = returned ?? UNFINISHED;
    events = Math.max(events, operation.called, returned ?? 0);
    if (name === "read") {
      columns.valuesRead[row] = numberOf(output);
      continue;
    }
    if (name === "cas" && output === false) return undefined;
    if (name === "update" && output === undefined) {
      // Unfinished, and what it would write is unknown: it is left out.
      columns.kinds[row] = Kind.noEffect;
      continue;
    }
    let written = input;
    if (name !== "write") {
      const [before, after] = (name === "cas" ? input : output) as readonly [unknown, unknown];
      columns.valuesRead[row] = numberOf(before);
      written = after;
    }
    const number = numberOf(written);
    if (writtenBefore.has(number)) return undefined;
    writtenBefore.add(number);
    columns.valuesWritten[row] = number;
    columns.kinds[row] = name === "write" ? Kind.write : Kind.update;
  }
  return { length, ...columns, events };
}

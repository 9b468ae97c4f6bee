/** What happened to the system while the operations of a witness ran. */
import type { Mark, Witness } from "./witness.ts";

/**
 * The witness with those marks that lie between its first and its last event, and with the last one
 * before: what it did may well have lasted.
 *
 * @param marks in the order of time.
 */
export function withMarks(witness: Witness, marks: readonly Mark[]): Witness {
  if (witness.operations.length === 0) return witness;
  const { first, last } = spanOf(witness);
  const before = marks.findLast(({ event }) => event < first);
  const during = marks.filter(({ event }) => event >= first && event <= last);
  const shown = before === undefined ? during : [before, ...during];
  return shown.length === 0 ? witness : { ...witness, marks: shown };
}

/** From the first call to the last event. */
function spanOf({ operations }: Witness): { first: number; last: number } {
  let [first, last] = [Infinity, -Infinity];
  for (const { called, returned = called } of operations) {
    first = Math.min(first, called);
    last = Math.max(last, returned);
  }
  return { first, last };
}

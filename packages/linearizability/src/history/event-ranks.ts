/**
 * Numbers the events of a history densely: 1, 2, 3 and so on, in the order of time.
 *
 * An operation is a closed interval: one that returns at a moment and one that is called at the
 * same moment overlap, and either may have come first. So of events with the same number calls are
 * ranked before returns. Among calls alone, or returns alone, the order of a tie decides nothing,
 * and the order of rows does.
 *
 * Invariant: behind `check` no two events of an object share a number, and numbers are at most
 * twice as many as operations. The engines rely on both, and none of them has to ask which side of
 * a tie is which.
 */
import { returnOf, type Operation } from "./operation.ts";
import { UNFINISHED, type HistoryColumns } from "./columns.ts";

/** The ranks of calls and returns, row by row. */
export interface EventRanks {
  readonly calls: Int32Array;
  /** {@link UNFINISHED} where there was no return. */
  readonly returns: Int32Array;
  /** The highest rank. */
  readonly events: number;
}

/** Operations with ranks for the numbers of their events. */
export interface RankedOperations {
  readonly operations: readonly Operation[];
  /** The operation, or a copy of it, with the numbers that its events had before. */
  readonly restore: (operation: Operation) => Operation;
}

/**
 * @param operations in the order of their calls.
 * @throws {RangeError} if a call or a return is no finite number, or a return precedes its call.
 */
export function rankOperations(operations: readonly Operation[]): RankedOperations {
  for (const operation of operations) assertInTime(operation);
  const { calls, returns, events } = rankEvents(
    Float64Array.from(operations, ({ called }) => called),
    Float64Array.from(operations, returnOf),
  );
  const numbers = new Float64Array(events + 1);
  const ranked = operations.map((operation, row): Operation => {
    const [called, returned] = [calls[row] ?? 0, returns[row] ?? UNFINISHED];
    numbers[called] = operation.called;
    if (operation.returned === undefined) return { ...operation, called };
    numbers[returned] = operation.returned;
    return { ...operation, called, returned };
  });
  const restore = (operation: Operation): Operation => {
    const called = numbers[operation.called] ?? 0;
    if (operation.returned === undefined) return { ...operation, called };
    return { ...operation, called, returned: numbers[operation.returned] ?? 0 };
  };
  return { operations: ranked, restore };
}

/** The columns themselves if their events are ranked already, as a recorder's are. */
export function rankColumns(history: HistoryColumns): HistoryColumns {
  if (isRanked(history)) return history;
  const { length } = history;
  const returns = Float64Array.from(history.returns.subarray(0, length), (event) =>
    event === UNFINISHED ? Infinity : event,
  );
  return { ...history, ...rankEvents(history.calls.subarray(0, length), returns) };
}

function isRanked({ length, calls, returns, events }: EventRanks & { length: number }): boolean {
  if (events > 2 * length) return false;
  const isTaken = new Uint8Array(events + 1);
  for (let row = 0; row < length; row++) {
    const called = calls[row] ?? 0;
    if (isTaken[called] !== 0) return false;
    isTaken[called] = 1;
    const returned = returns[row] ?? UNFINISHED;
    if (returned === UNFINISHED) continue;
    if (isTaken[returned] !== 0) return false;
    isTaken[returned] = 1;
  }
  return true;
}

/**
 * Merges calls and returns.
 *
 * @param calls rising.
 * @param returns in the order of the calls, infinite where there was no return.
 */
export function rankEvents(calls: Int32Array | Float64Array, returns: Float64Array): EventRanks {
  const { length } = calls;
  const sorted = returns.filter((returned) => returned !== Infinity).toSorted();
  const callRanks = new Int32Array(length);
  /** For each return, in the order of time, its rank. */
  const returnRanks = new Int32Array(sorted.length);
  let [row, place] = [0, 0];
  for (let rank = 1; rank <= length + sorted.length; rank++) {
    if (place === sorted.length || (calls[row] ?? Infinity) <= (sorted[place] ?? 0)) {
      callRanks[row++] = rank;
    } else {
      returnRanks[place++] = rank;
    }
  }
  /** For each first place of a tie, how many of the tie have been given out. */
  const given = new Int32Array(sorted.length);
  const returnRanksByRow = Int32Array.from(returns, (returned) => {
    if (returned === Infinity) return UNFINISHED;
    const first = firstPlaceOf(sorted, returned);
    return returnRanks[first + given[first]!++] ?? UNFINISHED;
  });
  return { calls: callRanks, returns: returnRanksByRow, events: length + sorted.length };
}

/** The first place of a number in a sorted array that holds it. */
function firstPlaceOf(sorted: Float64Array, number: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? Infinity) < number) low = middle + 1;
    else high = middle;
  }
  return low;
}

function assertInTime({ client, name, called, returned = called }: Operation): void {
  if (Number.isFinite(called) && Number.isFinite(returned) && called <= returned) return;
  throw new RangeError(
    `The ${name} of client ${client} is called at ${called} and returns at ${returned}: events ` +
      "have finite numbers, and no return is before its call.",
  );
}

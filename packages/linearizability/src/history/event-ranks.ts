/**
 * Numbers the events of a history densely: 1, 2, 3 and so on, in the order of time.
 *
 * An operation is a closed interval: one that returns at a moment and one that is called at the
 * same moment overlap, and either may have come first. So of events with the same number calls are
 * ranked before returns. Among calls alone, or returns alone, the order of a tie decides nothing,
 * and the order of rows does.
 *
 * Invariant: behind `check` no two events of an object share a number, and numbers are at most
 * {@link SPARSEST} times as many as operations, so that an engine can use them as places in an
 * array. The engines rely on both, and none of them has to ask which side of a tie is which.
 */
import { Kind, UNFINISHED, type HistoryColumns } from "./columns.ts";
import { countBelow } from "./count-below.ts";
import { clientOf, returnOf, type Operation } from "./operation.ts";

/** Numbers of which no two are the same are as good as ranks, if no more are left out than this. */
const SPARSEST = 4;

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
  const events = {
    calls: new Float64Array(operations.length),
    returns: new Float64Array(operations.length),
    never: Infinity,
  };
  for (const [row, operation] of operations.entries()) {
    assertInTime(operation);
    events.calls[row] = operation.called;
    events.returns[row] = returnOf(operation);
  }
  if (areRanks(events)) return { operations, restore: (operation) => operation };
  const { calls, returns, events: last } = rankEvents(events);
  const numbers = new Float64Array(last + 1);
  const ranked = operations.map((operation, row): Operation => {
    const [called, returned] = [calls[row] ?? 0, returns[row] ?? UNFINISHED];
    numbers[called] = operation.called;
    if (operation.returned === undefined) return { ...operation, called };
    numbers[returned] = operation.returned;
    return { ...operation, called, returned };
  });
  return { operations: ranked, restore: restoring(numbers) };
}

/** Gives operations back the numbers that their events had, by rank. */
export function restoring(numbers: Int32Array | Float64Array): RankedOperations["restore"] {
  return (operation) => {
    const called = numbers[operation.called] ?? 0;
    if (operation.returned === undefined) return { ...operation, called };
    return { ...operation, called, returned: numbers[operation.returned] ?? 0 };
  };
}

/** The columns themselves if their events are as good as ranked, as a recorder's are. */
export function rankColumns(history: HistoryColumns): HistoryColumns {
  const { length } = history;
  const events: Events = {
    calls: history.calls.subarray(0, length),
    returns: history.returns.subarray(0, length),
    never: UNFINISHED,
  };
  return areRanks(events) ? history : { ...history, ...rankEvents(events) };
}

/**
 * Columns whose events are numbered key by key, and which rows have none: those that cannot have
 * taken effect. One walk through the time of all keys does it, where each key alone would be sorted.
 *
 * @param keyOf a number for each row's key, from 0 on.
 */
export function rankColumnsByKey(
  history: HistoryColumns,
  keyOf: Int32Array,
  keyCount: number,
): HistoryColumns {
  const { length, kinds, calls, returns, events } = rankColumns(history);
  /** For each number the row whose call it is, or else its return: from 1 on, a return below 0. */
  const rowAt = new Int32Array(events + 1);
  for (let row = 0; row < length; row++) {
    if (kinds[row] === Kind.noEffect) continue;
    rowAt[calls[row]!] = row + 1;
    if (returns[row] !== UNFINISHED) rowAt[returns[row]!] = -(row + 1);
  }
  const last = new Int32Array(keyCount);
  const callRanks = new Int32Array(length);
  const returnRanks = new Int32Array(length).fill(UNFINISHED);
  for (const event of rowAt) {
    if (event === 0) continue;
    const row = Math.abs(event) - 1;
    (event > 0 ? callRanks : returnRanks)[row] = ++last[keyOf[row]!]!;
  }
  return { ...history, calls: callRanks, returns: returnRanks };
}

/** Numbers of any size, row by row. */
interface Events {
  readonly calls: Int32Array | Float64Array;
  readonly returns: Int32Array | Float64Array;
  /** What a return is where there was none. */
  readonly never: number;
}

function areRanks({ calls, returns, never }: Events): boolean {
  const isTaken = new Uint8Array(SPARSEST * calls.length + 1);
  isTaken[UNFINISHED] = 1;
  for (let row = 0; row < calls.length; row++) {
    // Undefined for numbers that are no places in the array.
    const called = calls[row]!;
    if (isTaken[called] !== 0) return false;
    isTaken[called] = 1;
    const returned = returns[row]!;
    if (returned === never) continue;
    if (isTaken[returned] !== 0) return false;
    isTaken[returned] = 1;
  }
  return true;
}

/** Sorts by counting: how many events have each number, and how many precede them. */
export function rankEvents(events: Events): EventRanks {
  const { calls, returns, never } = events;
  const { length } = calls;
  const { count, placeOf } = placesOf(events);
  const callPlaces = new Int32Array(length);
  const returnPlaces = new Int32Array(length);
  /** For each place: the highest rank that precedes its calls, and then that of its returns. */
  const ranks = new Int32Array(2 * count + 1);
  for (let row = 0; row < length; row++) {
    callPlaces[row] = placeOf(calls[row]!);
    ranks[2 * callPlaces[row]! + 1]!++;
    const returned = returns[row]!;
    if (returned === never) continue;
    returnPlaces[row] = placeOf(returned);
    ranks[2 * returnPlaces[row]! + 2]!++;
  }
  for (let at = 1; at < ranks.length; at++) ranks[at]! += ranks[at - 1]!;
  const last = ranks[2 * count] ?? 0;
  const callRanks = new Int32Array(length);
  const returnRanks = new Int32Array(length).fill(UNFINISHED);
  for (let row = 0; row < length; row++) {
    callRanks[row] = ++ranks[2 * callPlaces[row]!]!;
    if (returns[row] !== never) returnRanks[row] = ++ranks[2 * returnPlaces[row]! + 1]!;
  }
  return { calls: callRanks, returns: returnRanks, events: last };
}

/** The moments of a history from 0 on, in the order of time; some may be empty. */
interface Places {
  readonly count: number;
  readonly placeOf: (event: number) => number;
}

/** Whole numbers close to each other are places; others have to be sorted to find theirs. */
function placesOf({ calls, returns, never }: Events): Places {
  let [first, last, areWhole] = [Infinity, -Infinity, true];
  const look = (event: number): void => {
    first = Math.min(first, event);
    last = Math.max(last, event);
    areWhole &&= Number.isSafeInteger(event);
  };
  for (let row = 0; row < calls.length; row++) {
    look(calls[row]!);
    if (returns[row] !== never) look(returns[row]!);
  }
  const span = Math.max(0, last - first + 1);
  if (areWhole && span <= 4 * SPARSEST * calls.length) {
    return { count: span, placeOf: (event) => event - first };
  }
  const moments = new Float64Array(2 * calls.length);
  moments.set(calls);
  moments.set(
    returns.map((returned, row) => (returned === never ? calls[row]! : returned)),
    calls.length,
  );
  moments.sort();
  return { count: moments.length, placeOf: (event) => countBelow(moments, event) };
}

/** @throws {RangeError} if a call or a return is no finite number, or a return precedes its call. */
export function assertInTime(operation: Operation): void {
  const { name, called, returned = called } = operation;
  if (Number.isFinite(called) && Number.isFinite(returned) && called <= returned) return;
  throw new RangeError(
    `The ${name} of ${clientOf(operation)} is called at ${called} and returns at ${returned}: events ` +
      "have finite numbers, and no return is before its call.",
  );
}

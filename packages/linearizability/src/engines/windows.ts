/**
 * Checks counters whose additions are all of one amount, in time n log n.
 *
 * The result of a read says how many additions precede it: its rank. So each addition has a window
 * of places that it may take: after all additions counted by any read that returned before the
 * addition was called, and among those counted by every read that was called after it returned.
 * Places are assigned in order, each to the open addition with the earliest deadline (after
 * Jackson, *Scheduling a Production Line to Minimize Maximum Tardiness*, 1955), which finds an
 * assignment if there is one. Real time between additions needs no check: the window of an
 * addition that returned before another was called neither starts nor ends later.
 */
import { returnOf, type Operation } from "../history/operation.ts";
import { countBefore } from "./events.ts";
import { Heap } from "./heap.ts";

export type WindowViolation =
  /** No number of additions makes this result. */
  | { readonly rule: "impossible-sum"; readonly reader: Operation }
  /** Fewer additions had been called before this read returned than it counted. */
  | { readonly rule: "counted-too-many"; readonly reader: Operation; readonly callable: number }
  /** `later` was called after `earlier` had returned, but counted less. */
  | { readonly rule: "counted-backwards"; readonly earlier: Operation; readonly later: Operation }
  /**
   * All these additions were called after `earlier` had returned, if there is one, and returned
   * before `later` was called; but it did not count all of them.
   */
  | {
      readonly rule: "counted-too-few";
      readonly earlier: Operation | undefined;
      readonly later: Operation;
      readonly additions: readonly Operation[];
    };

/** An addition, and the first and the last place that it may take. */
interface Window {
  readonly addition: Operation;
  readonly first: number;
  readonly last: number;
}

/**
 * Whether {@link checkWindows} can judge these operations: all additions are of one amount, and
 * sums are exact.
 */
export function fitsWindows(operations: readonly Operation[], initial: number): boolean {
  const amount = amountOf(operations);
  const highest = Math.abs(initial) + Math.abs(amount) * operations.length;
  return (
    [initial, amount, highest].every(Number.isSafeInteger) &&
    operations.every(({ name, input }) => name === "read" || input === amount)
  );
}

/** @param operations of one counter, in the order of their calls, that {@link fitsWindows}. */
export function checkWindows(
  operations: readonly Operation[],
  initial: number,
): WindowViolation | undefined {
  const amount = amountOf(operations);
  const additions = operations.filter(({ name }) => name === "add");
  const reads = operations.filter(
    ({ name, returned }) => name === "read" && returned !== undefined,
  );
  if (amount === 0) {
    const reader = reads.find(({ output }) => output !== initial);
    return reader === undefined ? undefined : { rule: "impossible-sum", reader };
  }
  const rankOf = ({ output }: Operation): number =>
    typeof output === "number" ? (output - initial) / amount : NaN;

  for (const reader of reads) {
    const rank = rankOf(reader);
    if (!Number.isSafeInteger(rank) || rank < 0) return { rule: "impossible-sum", reader };
    const callable = countBefore(additions, "called", returnOf(reader));
    if (callable < rank) return { rule: "counted-too-many", reader, callable };
  }

  const readsByReturn = reads.toSorted((one, other) => returnOf(one) - returnOf(other));
  const highestUntil = runningBest(readsByReturn, (one, other) => rankOf(one) > rankOf(other));
  for (const later of reads) {
    const earlier = highestUntil[countBefore(readsByReturn, "returned", later.called) - 1];
    if (earlier !== undefined && rankOf(earlier) > rankOf(later)) {
      return { rule: "counted-backwards", earlier, later };
    }
  }

  const readsFromLast = reads.toReversed();
  const lowestFrom = runningBest(readsFromLast, (one, other) => rankOf(one) < rankOf(other));
  const windows = additions.map((addition): Window => {
    const before = highestUntil[countBefore(readsByReturn, "returned", addition.called) - 1];
    const after = lowestFrom[countAfter(reads, returnOf(addition)) - 1];
    return {
      addition,
      first: before === undefined ? 1 : rankOf(before) + 1,
      last: after === undefined ? Infinity : rankOf(after),
    };
  });
  const crowded = firstDeadlineMissed(windows);
  if (crowded === undefined) return undefined;
  return explainCrowd(windows, crowded, reads, rankOf);
}

/** Assigns the places; returns the last place of a window that was left without, if any. */
function firstDeadlineMissed(windows: readonly Window[]): number | undefined {
  // In the order of calls the first places rise: one walk opens the windows. Windows open at the
  // same time are few where clients are few, but may be all; a heap keeps each choice cheap.
  const open = new Heap();
  let opened = 0;
  for (let place = 1; place <= windows.length; place++) {
    for (; (windows[opened]?.first ?? Infinity) <= place; opened++) {
      open.push(windows[opened]!.last);
    }
    const last = open.pop();
    // No read counts this far: the remaining additions may take any place.
    if (last === undefined) return undefined;
    if (last < place) return last;
  }
  return undefined;
}

/** Up to place `last` some additions do not fit. Finds them, and the reads that bound them. */
function explainCrowd(
  windows: readonly Window[],
  last: number,
  reads: readonly Operation[],
  rankOf: (read: Operation) => number,
): WindowViolation {
  const byFirst = windows
    .filter((window) => window.last <= last)
    .toSorted((one, other) => other.first - one.first);
  const tooMany = byFirst.findIndex(({ first }, index) => index + 1 > last - first + 1);
  const crowd = byFirst.slice(0, tooMany + 1).map(({ addition }) => addition);
  // One read sets the lower bound of their windows, another the upper bound.
  const called = crowd.reduce((first, addition) => Math.min(first, addition.called), Infinity);
  const returned = crowd.reduce((latest, addition) => Math.max(latest, returnOf(addition)), 0);
  const [earlier] = reads
    .filter((read) => returnOf(read) < called)
    .toSorted((one, other) => rankOf(other) - rankOf(one));
  const [later] = reads
    .filter((read) => read.called > returned)
    .toSorted((one, other) => rankOf(one) - rankOf(other));
  const room = rankOf(later!) - (earlier === undefined ? 0 : rankOf(earlier));
  const additions = crowd.slice(0, room + 1).toSorted((one, other) => one.called - other.called);
  return { rule: "counted-too-few", earlier, later: later!, additions };
}

export function amountOf(operations: readonly Operation[]): number {
  return (operations.find(({ name }) => name === "add")?.input as number | undefined) ?? 0;
}

function countAfter(operations: readonly Operation[], time: number): number {
  return time === Infinity ? 0 : operations.length - countBefore(operations, "called", time);
}

/** For each place in the list the best operation up to there. */
function runningBest(
  operations: readonly Operation[],
  isBetter: (one: Operation, other: Operation) => boolean,
): Operation[] {
  const best: Operation[] = [];
  for (const operation of operations) {
    const last = best.at(-1);
    best.push(last === undefined || isBetter(operation, last) ? operation : last);
  }
  return best;
}

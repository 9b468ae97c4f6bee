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
 *
 * Events have ranks, so that a walk along time needs no sort.
 */
import { Kind, UNFINISHED, type HistoryColumns } from "../../history/columns.ts";
import { rankColumns } from "../../history/event-ranks.ts";
import type { Operation } from "../../history/operation.ts";
import { Heap } from "../heap.ts";

/** @typeParam Of an operation, or its row. */
export type WindowViolation<Of = Operation> =
  /** No number of additions makes this result. */
  | { readonly rule: "impossible-sum"; readonly reader: Of }
  /** Fewer additions had been called before this read returned than it counted. */
  | { readonly rule: "counted-too-many"; readonly reader: Of; readonly callable: number }
  /** `later` was called after `earlier` had returned, but counted less. */
  | { readonly rule: "counted-backwards"; readonly earlier: Of; readonly later: Of }
  /**
   * All these additions were called after `earlier` had returned, if there is one, and returned
   * before `later` was called; but it did not count all of them.
   */
  | {
      readonly rule: "counted-too-few";
      readonly earlier: Of | undefined;
      readonly later: Of;
      readonly additions: readonly Of[];
    };

/** No row. */
const NONE = -1;

/** The last place of an addition that no read bounds. */
const UNBOUNDED = 2 ** 31 - 1;

/**
 * @param history of one counter.
 * @returns `undefined` if windows cannot judge it: additions differ, or sums are not exact.
 */
export function checkWindows(
  history: HistoryColumns,
  initial: number,
): WindowViolation<number> | "linearizable" | undefined {
  const amount = amountOf(history);
  const highest = Math.abs(initial) + Math.abs(amount ?? NaN) * history.length;
  if (amount === undefined || ![initial, highest].every(Number.isSafeInteger)) return undefined;
  return new WindowCheck(rankColumns(history), initial, amount).run() ?? "linearizable";
}

/** What every addition adds; `undefined` if they differ, or if an operation is of another model. */
function amountOf({ length, kinds, valuesWritten, meaning }: HistoryColumns): number | undefined {
  const add = meaning?.operationNames.indexOf("add") ?? NONE;
  let number: number | undefined;
  for (let row = 0; row < length; row++) {
    if (kinds[row] === Kind.read) continue;
    if (kinds[row] !== Kind.other || meaning?.names[row] !== add) return undefined;
    number ??= valuesWritten[row]!;
    if (valuesWritten[row] !== number) return undefined;
  }
  const amount = number === undefined ? 0 : meaning?.values.valueOf(number);
  return typeof amount === "number" ? amount : undefined;
}

class WindowCheck {
  readonly #history: HistoryColumns;
  readonly #initial: number;
  readonly #amount: number;
  /** For each event the row to which it belongs. */
  readonly #rowAt: Int32Array;
  /** For each read how many additions it counts. */
  readonly #counts: Int32Array;
  /** For each addition the first and the last place that it may take. */
  readonly #first: Int32Array;
  readonly #last: Int32Array;

  constructor(history: HistoryColumns, initial: number, amount: number) {
    const { length, events, calls, returns } = history;
    this.#history = history;
    this.#initial = initial;
    this.#amount = amount;
    this.#counts = new Int32Array(length);
    this.#first = new Int32Array(length);
    this.#last = new Int32Array(length);
    this.#rowAt = new Int32Array(events + 1).fill(NONE);
    for (let row = 0; row < length; row++) {
      this.#rowAt[calls[row]!] = row;
      if (returns[row] !== UNFINISHED) this.#rowAt[returns[row]!] = row;
    }
  }

  run(): WindowViolation<number> | undefined {
    const violation = this.#countReads();
    // Nothing is ever added: it does not matter which additions a read counts.
    if (violation !== undefined || this.#amount === 0) return violation;
    return this.#walkForward() ?? this.#walkBackward() ?? this.#giveOut();
  }

  /** An unfinished read counts nothing. */
  #isRead(row: number): boolean {
    const { kinds, returns } = this.#history;
    return kinds[row] === Kind.read && returns[row] !== UNFINISHED;
  }

  #isAddition(row: number): boolean {
    return this.#history.kinds[row] !== Kind.read;
  }

  #countReads(): WindowViolation<number> | undefined {
    const { length, valuesRead, meaning } = this.#history;
    for (let row = 0; row < length; row++) {
      if (!this.#isRead(row)) continue;
      const number = valuesRead[row]!;
      const sum = number >= 0 ? number : meaning?.values.valueOf(number);
      const added = typeof sum === "number" ? sum - this.#initial : NaN;
      const count = added === 0 ? 0 : added / this.#amount;
      if (!Number.isSafeInteger(count) || count < 0) return { rule: "impossible-sum", reader: row };
      // A count of more additions than there are rows is too high, whatever it is.
      this.#counts[row] = Math.min(count, length + 1);
    }
    return undefined;
  }

  /** No read counts additions that come, or less than an earlier read: the bounds from the left. */
  #walkForward(): WindowViolation<number> | undefined {
    const { calls } = this.#history;
    let [called, highest] = [0, NONE];
    for (let event = 1; event < this.#rowAt.length; event++) {
      const row = this.#rowAt[event]!;
      if (row === NONE) continue;
      const isCall = calls[row] === event;
      if (this.#isAddition(row)) {
        if (!isCall) continue;
        called++;
        this.#first[row] = this.#countOf(highest, 0) + 1;
      } else if (this.#isRead(row)) {
        const count = this.#counts[row]!;
        if (isCall && count < this.#countOf(highest, 0)) {
          return { rule: "counted-backwards", earlier: highest, later: row };
        }
        if (isCall) continue;
        if (called < count) return { rule: "counted-too-many", reader: row, callable: called };
        if (count > this.#countOf(highest, NONE)) highest = row;
      }
    }
    return undefined;
  }

  /** The bounds from the right. Finds nothing. */
  #walkBackward(): undefined {
    const { calls } = this.#history;
    let lowest = UNBOUNDED;
    for (let event = this.#rowAt.length - 1; event > 0; event--) {
      const row = this.#rowAt[event]!;
      if (row === NONE) continue;
      const isCall = calls[row] === event;
      if (this.#isAddition(row)) {
        if (!isCall) this.#last[row] = lowest;
        else if (this.#history.returns[row] === UNFINISHED) this.#last[row] = UNBOUNDED;
      } else if (isCall && this.#isRead(row)) {
        lowest = Math.min(lowest, this.#counts[row]!);
      }
    }
    return undefined;
  }

  /** Assigns the places. */
  #giveOut(): WindowViolation<number> | undefined {
    const { length } = this.#history;
    // In the order of calls the first places rise: one walk opens the windows. Windows open at the
    // same time are few where clients are few, but may be all; a heap keeps each choice cheap.
    const open = new Heap();
    let opened = 0;
    for (let place = 1; ; place++) {
      for (; opened < length && this.#first[opened]! <= place; opened++) {
        if (this.#isAddition(opened)) open.push(this.#last[opened]!);
      }
      const last = open.pop();
      // No read counts this far: the remaining additions may take any place.
      if (last === undefined) return undefined;
      if (last < place) return this.#explainCrowd(last);
    }
  }

  /** Up to place `last` some additions do not fit. Finds them, and the reads that bound them. */
  #explainCrowd(last: number): WindowViolation<number> {
    const { length, calls, returns } = this.#history;
    const byFirst: number[] = [];
    for (let row = length - 1; row >= 0; row--) {
      if (this.#isAddition(row) && this.#last[row]! <= last) byFirst.push(row);
    }
    byFirst.sort((one, other) => this.#first[other]! - this.#first[one]!);
    const tooMany = byFirst.findIndex((row, index) => index + 1 > last - this.#first[row]! + 1);
    const crowd = byFirst.slice(0, tooMany + 1);
    // One read sets the lower bound of their windows, another the upper bound.
    const called = crowd.reduce((first, row) => Math.min(first, calls[row]!), Infinity);
    const returned = crowd.reduce((latest, row) => Math.max(latest, returns[row]!), 0);
    let [earlier, later] = [NONE, NONE];
    for (let row = 0; row < length; row++) {
      if (!this.#isRead(row)) continue;
      const count = this.#counts[row]!;
      if (returns[row]! < called && count > this.#countOf(earlier, NONE)) earlier = row;
      if (calls[row]! > returned && count < this.#countOf(later, UNBOUNDED)) later = row;
    }
    const room = this.#countOf(later, 0) - this.#countOf(earlier, 0);
    const additions = crowd.slice(0, room + 1).toSorted((one, other) => one - other);
    return {
      rule: "counted-too-few",
      earlier: earlier === NONE ? undefined : earlier,
      later,
      additions,
    };
  }

  /** What a read counts, or `otherwise` if there is no read. */
  #countOf(row: number, otherwise: number): number {
    return row === NONE ? otherwise : this.#counts[row]!;
  }
}

/**
 * The events of one member, as merging needs them: its calls and its returns, both in the order in
 * which they happened, and when.
 *
 * Invariant: times rise with the order. A clock may be put back a little, within its stated error;
 * an event then counts as late as the latest one before it, which is no further from the truth.
 */
import type { EventRanks } from "../history/event-ranks.ts";
import { UNFINISHED } from "../history/register-history.ts";
import type { MemberClock, MemberHistory } from "./member-history.ts";

/** Whole numbers of a double are exact up to here. */
const EXACT = 2 ** 53;

export class Lane {
  /** How many operations there are. */
  readonly length: number;
  /** The order of the member's events: by row, a rank for its call and one for its return. */
  readonly calls: Int32Array;
  readonly returns: Int32Array;
  /** The rows that returned, in the order of their returns. */
  readonly returnRows: Int32Array;
  /** When each row was called; at last, when the recorder was full, infinite if it never was. */
  readonly callTimes: Float64Array;
  /** When each of `returnRows` returned; at last, infinity. */
  readonly returnTimes: Float64Array;
  readonly errorNs: number;
  /** Whether its times are numbers of a counter. */
  readonly isCounted: boolean;

  /** How many events were merged so far. */
  callsVisited = 0;
  returnsVisited = 0;

  /**
   * @param ranks of the events, row by row, calls rising.
   * @param numbers that the member's clock gave to calls and returns, row by row.
   * @throws {RangeError} if an event has no finite time, or came after the recorder was full.
   */
  constructor(
    { calls, returns, events }: EventRanks,
    numbers: { readonly calls: EventNumbers; readonly returns: EventNumbers },
    { clock, fullAt }: MemberHistory,
  ) {
    if (clock.kind === "time" && !(clock.errorNs >= 0 && clock.errorNs < Infinity)) {
      throw new RangeError(`A clock's error is 0 ns or more, not ${clock.errorNs}.`);
    }
    this.isCounted = clock.kind === "counter";
    this.length = numbers.calls.length;
    this.calls = calls;
    this.returns = returns;
    this.returnRows = rowsByReturn(returns, this.length, events);
    this.callTimes = new Float64Array(this.length + 1).fill(Infinity);
    this.returnTimes = new Float64Array(this.returnRows.length + 1).fill(Infinity);

    const timeOf = timesOf(clock);
    let [row, place] = [0, 0];
    let [last, latest, furthest] = [-Infinity, -Infinity, 0];
    const next = (number: number): number => {
      const time = timeOf(number);
      last = number;
      furthest = Math.max(furthest, Math.abs(time));
      return (latest = Math.max(latest, time));
    };
    while (row < this.length || place < this.returnRows.length) {
      const returning = this.returnRows[place]!;
      if (place < this.returnRows.length && returns[returning]! < (calls[row] ?? Infinity)) {
        this.returnTimes[place++] = next(numbers.returns[returning]!);
      } else {
        this.callTimes[row] = next(numbers.calls[row]!);
        row++;
      }
    }
    if (fullAt !== undefined) {
      if (fullAt < last) {
        throw new RangeError(
          `A recorder that was full at event ${fullAt} kept nothing of later ones, such as ${last}.`,
        );
      }
      this.callTimes[this.length] = next(fullAt);
    }
    // What is too large to be exact was rounded when it became a number.
    const roundedByNs = furthest <= EXACT ? 0 : 2 ** Math.floor(Math.log2(furthest) - 52);
    this.errorNs = (clock.kind === "time" ? clock.errorNs : 0) + roundedByNs;
  }
}

/** The numbers of events, row by row. */
type EventNumbers = Int32Array | Float64Array;

/** When the event of a number happened, by the member's clock. */
function timesOf(clock: MemberClock): (number: number) => number {
  if (clock.kind === "counter" || clock.times === undefined) return (number) => number;
  const { name, times } = clock;
  return (number) => {
    const time = times[number] ?? NaN;
    if (Number.isFinite(time)) return time;
    throw new RangeError(`By its clock (${name}), event ${number} has no time.`);
  };
}

/** The rows that have returned, sorted by counting. */
function rowsByReturn(returns: Int32Array, length: number, events: number): Int32Array {
  const places = new Int32Array(events + 2);
  for (let row = 0; row < length; row++) places[returns[row]! + 1]!++;
  // The unfinished ones are counted at 0, and have no place.
  places[UNFINISHED + 1] = 0;
  for (let event = 1; event < places.length; event++) places[event]! += places[event - 1]!;
  const rows = new Int32Array(places.at(-1)!);
  for (let row = 0; row < length; row++) {
    const returned = returns[row]!;
    if (returned !== UNFINISHED) rows[places[returned]!++] = row;
  }
  return rows;
}

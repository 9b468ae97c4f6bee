/**
 * The events of one member, as merging needs them: its calls and its returns, both in the order in
 * which they happened, and when.
 */
import type { EventRanks } from "../history/event-ranks.ts";
import { UNFINISHED } from "../history/columns.ts";
import type { MemberClock, MemberHistory } from "./member-history.ts";

/** Up to here a number holds every whole number. */
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

  /** How many events have been merged so far. */
  callsVisited = 0;
  returnsVisited = 0;

  /**
   * @param ranks of the events, row by row, calls rising.
   * @param numbers that the member's clock gave to calls and returns, row by row.
   * @throws {RangeError} if an event has no finite time, or came after the recorder was full, or if
   *   the clock's error is no number.
   */
  constructor(
    { calls, returns, events }: EventRanks,
    numbers: { readonly calls: EventNumbers; readonly returns: EventNumbers },
    { clock, fullAt = Infinity }: MemberHistory,
  ) {
    this.isCounted = clock.kind === "counter";
    this.length = numbers.calls.length;
    this.calls = calls;
    this.returns = returns;
    this.returnRows = rowsByReturn(returns, this.length, events);
    this.callTimes = new Float64Array(this.length + 1).fill(Infinity);
    this.returnTimes = new Float64Array(this.returnRows.length + 1).fill(Infinity);

    const timeOf = timesOf(clock);
    let furthest = 0;
    const timeBeforeFull = (number: number): number => {
      if (number > fullAt) {
        throw new RangeError(
          `A recorder that was full at event ${fullAt} has kept a later one, ${number}.`,
        );
      }
      const time = timeOf(number);
      furthest = Math.max(furthest, Math.abs(time));
      return time;
    };
    for (let row = 0; row < this.length; row++) {
      this.callTimes[row] = timeBeforeFull(numbers.calls[row]!);
    }
    for (const [place, row] of this.returnRows.entries()) {
      this.returnTimes[place] = timeBeforeFull(numbers.returns[row]!);
    }
    if (fullAt !== Infinity) this.callTimes[this.length] = timeBeforeFull(fullAt);
    this.errorNs = errorOf(clock) + roundingOf(furthest);
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

function errorOf(clock: MemberClock): number {
  if (clock.kind === "counter") return 0;
  if (clock.errorNs >= 0 && clock.errorNs < Infinity) return clock.errorNs;
  throw new RangeError(`A clock's error is 0 ns or more, not ${clock.errorNs}.`);
}

/** By how much a time of this size may have been rounded when it became a number. */
function roundingOf(time: number): number {
  return time <= EXACT ? 0 : 2 ** Math.floor(Math.log2(time) - 52);
}

/** The rows that have returned, sorted by counting. */
function rowsByReturn(returns: Int32Array, length: number, events: number): Int32Array {
  const places = new Int32Array(events + 2);
  for (let row = 0; row < length; row++) places[returns[row]! + 1]!++;
  // The unfinished ones are counted with 0, and have no place.
  places[UNFINISHED + 1] = 0;
  for (let event = 1; event < places.length; event++) places[event]! += places[event - 1]!;
  const rows = new Int32Array(places.at(-1)!);
  for (let row = 0; row < length; row++) {
    const returned = returns[row]!;
    if (returned !== UNFINISHED) rows[places[returned]!++] = row;
  }
  return rows;
}

/**
 * The order in which the events of several members are merged.
 *
 * An order must never claim too much: an object is judged by which operations returned before
 * others were called, and a right one would be found guilty of a claim that is untrue. So a return
 * may precede a call only if it did so for certain, and every other call goes first:
 *
 * - Two events of one member are ordered by their numbers, which the member gave out in the order
 *   of time. Its clock is not asked, so a single member is merged exactly, whatever its error.
 * - A return and a call of different members are that far apart, at most, as their times differ and
 *   both clocks err. Only if the call's time is later by more than the sum of the two errors did the
 *   return come first. Equal times count as concurrent. A shared counter is a time without error.
 *
 * So the calls and the returns of n members make 2n sequences that are merged without sorting: the
 * earliest return of those that are next, and before it every call that it may not precede. A call
 * that it may precede keeps back the later calls of its member: they came later still. This holds
 * even where a clock is put back, as long as it stays within its stated error.
 *
 * A full recorder is one more call, to which no row belongs: that of the first operation without
 * room. The merged history ends there. Every return before it returned before that call for
 * certain, so no operation that is missing can explain, or be needed to explain, what it saw.
 */
import type { Lane } from "./merge-lane.ts";

/** Is given the merged events, in order, each by its member and the row of its operation. */
export interface EventVisitor {
  called(member: number, row: number): void;
  returned(member: number, row: number): void;
}

/**
 * Stops at the earliest moment at which a recorder was full, and returns its member.
 *
 * @throws {RangeError} if members that share a counter have an event of the same number.
 */
export function visitInOrder(lanes: readonly Lane[], visitor: EventVisitor): number | undefined {
  const assertCounted = countingCheck(lanes);
  const heads = new Heads(lanes);
  for (;;) {
    const returning = heads.nextReturn();
    for (;;) {
      const calling = heads.nextCallBefore(returning);
      if (calling === NONE) break;
      const lane = lanes[calling]!;
      const row = lane.callsVisited;
      if (row === lane.length) return calling;
      assertCounted(calling, lane.callTimes[row]!);
      visitor.called(calling, row);
      heads.passCall(calling);
    }
    if (returning === NONE) return undefined;
    const lane = lanes[returning]!;
    const place = lane.returnsVisited;
    assertCounted(returning, lane.returnTimes[place]!);
    visitor.returned(returning, lane.returnRows[place]!);
    heads.passReturn(returning);
  }
}

/** No member. */
const NONE = -1;

/** The next call and the next return of each member, side by side so that the earliest is near. */
class Heads {
  readonly #lanes: readonly Lane[];
  readonly #calls: Float64Array;
  /** The latest moments at which they can have happened. */
  readonly #returns: Float64Array;

  constructor(lanes: readonly Lane[]) {
    this.#lanes = lanes;
    this.#calls = Float64Array.from(lanes, ({ callTimes }) => callTimes[0]!);
    this.#returns = Float64Array.from(
      lanes,
      ({ returnTimes, errorNs }) => returnTimes[0]! + errorNs,
    );
  }

  /** Whose return is the earliest. Any order of returns is true; this one is sharp. */
  nextReturn(): number {
    let next = NONE;
    let earliest = Infinity;
    for (let member = 0; member < this.#returns.length; member++) {
      if (this.#returns[member]! >= earliest) continue;
      next = member;
      earliest = this.#returns[member]!;
    }
    return next;
  }

  /** Whose call is the earliest of those that this member's return may not precede. */
  nextCallBefore(returning: number): number {
    let next = NONE;
    let earliest = Infinity;
    for (let member = 0; member < this.#calls.length; member++) {
      if (this.#calls[member]! >= earliest || this.#isReturnFirst(returning, member)) continue;
      next = member;
      earliest = this.#calls[member]!;
    }
    return next;
  }

  passCall(member: number): void {
    const lane = this.#lanes[member]!;
    this.#calls[member] = lane.callTimes[++lane.callsVisited]!;
  }

  passReturn(member: number): void {
    const lane = this.#lanes[member]!;
    this.#returns[member] = lane.returnTimes[++lane.returnsVisited]! + lane.errorNs;
  }

  /** Whether the next return of one member came before the next call of another for certain. */
  #isReturnFirst(returning: number, calling: number): boolean {
    if (returning === NONE) return false;
    const returner = this.#lanes[returning]!;
    const caller = this.#lanes[calling]!;
    const { returnsVisited } = returner;
    const { callsVisited } = caller;
    if (returner === caller) {
      // What a full recorder has kept all returned before it was full.
      if (callsVisited === caller.length) return true;
      return returner.returns[returner.returnRows[returnsVisited]!]! < caller.calls[callsVisited]!;
    }
    // The difference of two near times is exact; a sum with the errors might be rounded.
    const apartNs = caller.callTimes[callsVisited]! - returner.returnTimes[returnsVisited]!;
    return apartNs > returner.errorNs + caller.errorNs;
  }
}

/** Numbers of one counter are merged in rising order, so that equal ones are neighbours. */
function countingCheck(lanes: readonly Lane[]): (member: number, number: number) => void {
  if (!lanes.some(({ isCounted }) => isCounted)) return () => {};
  let lastMember = NONE;
  let last = -Infinity;
  return (member, number) => {
    if (number === last && member !== lastMember) {
      throw new RangeError(
        `Members ${lastMember} and ${member} both have an event ${number}: they did not take ` +
          "their numbers from one counter.",
      );
    }
    lastMember = member;
    last = number;
  };
}

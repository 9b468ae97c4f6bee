/**
 * The moves that are worth trying at a position, the most urgent first. The header of `search.ts`
 * proves that the others are not needed.
 *
 * A move is a number: a finished operation to place; `count` plus an absorbed operation to leave
 * where it was absorbed; or `2 * count` plus a class of unfinished operations, of which the
 * one called first is placed.
 */
import { Leavers } from "./leavers.ts";
import type { Position } from "./position.ts";
import { NEVER, NONE, type SearchedOperations } from "./searched-operations.ts";

export class Moves {
  readonly #operations: SearchedOperations;
  readonly #position: Position;
  readonly #leavers: Leavers;
  /** The classes of unfinished operations that can follow one state alone, or whose need is unknown. */
  readonly #needyClasses: readonly number[];

  // What one look at the open operations found. A number of a look marks what is current.
  #look = 0;
  /** For each class its open operation that returns first. */
  readonly #firstOfClass: Int32Array;
  readonly #lookAtClass: Int32Array;
  /** For each state that an open operation needs the first return of such an operation. */
  readonly #neededBy: Int32Array;
  readonly #lookAtNeed: Int32Array;
  readonly #lookAtLeaver: Int32Array;
  /** Whether an open operation may need any state. */
  #anyStateIsNeeded = false;

  /** @param states how many states the operations name. */
  constructor(operations: SearchedOperations, position: Position, states: number) {
    this.#operations = operations;
    this.#position = position;
    this.#leavers = new Leavers(operations, position, states);
    this.#needyClasses = [...operations.unfinished.keys()].filter((index) => {
      const { from, to } = operations.unfinished[index]!;
      return from !== NONE || to === NONE;
    });
    this.#firstOfClass = new Int32Array(operations.classCount);
    this.#lookAtClass = new Int32Array(operations.classCount);
    this.#neededBy = new Int32Array(states);
    this.#lookAtNeed = new Int32Array(states);
    this.#lookAtLeaver = new Int32Array(states);
  }

  /** The move to try after this one, or NONE. The first comes after NONE. */
  after(move: number): number {
    const { count } = this.#operations;
    this.#lookAround();
    if (move === NONE && this.#isHopeless()) return NONE;
    const absorbed = this.#absorbed();
    // An absorbed operation whose state is awaited is rather placed than left.
    const leavesFirst = absorbed !== NONE && !this.#isNeededNow(this.#operations.to[absorbed]!);
    if (move === NONE && leavesFirst) return count + absorbed;
    if (move < 2 * count) {
      if (move < count || leavesFirst) {
        const placed = this.#placedAfter(move < count ? move : NONE);
        if (placed !== NONE) return placed;
        if (absorbed !== NONE && !leavesFirst) return count + absorbed;
      }
      return this.#unfinishedAfter(NONE);
    }
    return this.#unfinishedAfter(move - 2 * count);
  }

  #lookAround(): void {
    const { classes, from, to, returns, isRead, unfinished } = this.#operations;
    const look = ++this.#look;
    this.#anyStateIsNeeded = false;
    for (let at = this.#position.openAfter(NONE); at !== NONE; at = this.#position.openAfter(at)) {
      if (from[at] !== NONE) this.#noteNeed(from[at]!, returns[at]!);
      else if (!this.#operations.overwrites(at)) this.#anyStateIsNeeded = true;
      if (isRead[at] === 1) continue;
      if (to[at] !== NONE) this.#lookAtLeaver[to[at]!] = look;
      const alike = classes[at]!;
      if (
        this.#lookAtClass[alike] === look &&
        returns[this.#firstOfClass[alike]!]! < returns[at]!
      ) {
        continue;
      }
      this.#lookAtClass[alike] = look;
      this.#firstOfClass[alike] = at;
    }
    for (const index of this.#needyClasses) {
      if (!this.#isOpen(index)) continue;
      const needed = unfinished[index]!.from;
      if (needed !== NONE) this.#noteNeed(needed, NEVER);
      else this.#anyStateIsNeeded = true;
    }
  }

  /** Whether an open operation needs a state that none can leave before it has returned. */
  #isHopeless(): boolean {
    if (!this.#operations.namesStates) return false;
    const { from, returns } = this.#operations;
    for (let at = this.#position.openAfter(NONE); at !== NONE; at = this.#position.openAfter(at)) {
      const needed = from[at]!;
      if (needed === NONE || needed === this.#position.state) continue;
      if (this.#lookAtLeaver[needed] === this.#look) continue;
      if (!this.#leavers.isCalledBefore(needed, returns[at]!)) return true;
    }
    return false;
  }

  #noteNeed(state: number, returned: number): void {
    if (this.#lookAtNeed[state] !== this.#look) this.#neededBy[state] = returned;
    else this.#neededBy[state] = Math.min(this.#neededBy[state]!, returned);
    this.#lookAtNeed[state] = this.#look;
  }

  /** The first operation without a place, if it may be left without one. */
  #absorbed(): number {
    const { first } = this.#position;
    return first !== NONE && this.#position.isAbsorbed(first) ? first : NONE;
  }

  #placedAfter(operation: number): number {
    const last = operation === NONE ? 0 : this.#urgency(operation);
    let [next, soonest] = [NONE, Infinity];
    for (let at = this.#position.openAfter(NONE); at !== NONE; at = this.#position.openAfter(at)) {
      const urgency = this.#urgency(at);
      if (urgency <= last || urgency >= soonest || !this.#mayPlace(at)) continue;
      [next, soonest] = [at, urgency];
    }
    return next;
  }

  /**
   * Until when it has to be placed, for its own sake or for that of what needs its state. No two
   * moves are equally urgent: of those that overwrite one alone leaves a state, and doubling sets
   * them apart from the operation that needs it.
   */
  #urgency(operation: number): number {
    const { returns, to } = this.#operations;
    const returned = returns[operation]!;
    if (!this.#operations.overwrites(operation)) return 2 * returned;
    const state = to[operation]!;
    const isNeeded = this.#lookAtNeed[state] === this.#look;
    return 2 * (isNeeded ? Math.min(returned, this.#neededBy[state]!) : returned) + 1;
  }

  #mayPlace(operation: number): boolean {
    const { isRead, classes, from, to } = this.#operations;
    const position = this.#position;
    // A read that fits the state has been placed.
    if (isRead[operation] === 1) return false;
    if (this.#firstOfClass[classes[operation]!] !== operation) return false;
    const needed = from[operation]!;
    if (needed !== NONE && needed !== position.state) return false;
    if (!this.#operations.overwrites(operation)) return true;
    if (position.mustBeSeen) return false;
    const left = to[operation]!;
    if (operation !== position.first) return this.#isNeededNow(left);
    return !position.isAbsorbed(operation) || this.#mayBeNeeded(left);
  }

  #unfinishedAfter(after: number): number {
    const { unfinished, count } = this.#operations;
    for (let index = after + 1; index < unfinished.length; index++) {
      // Classes are in the order of their first calls.
      if (unfinished[index]!.calls[0]! > this.#position.firstReturn) return NONE;
      if (this.#mayUse(index)) return 2 * count + index;
    }
    return NONE;
  }

  #mayUse(index: number): boolean {
    const { from, to, finishedTwins } = this.#operations.unfinished[index]!;
    if (!this.#isOpen(index)) return false;
    if (from !== NONE && from !== this.#position.state) return false;
    if (to === NONE) return true;
    if (from === NONE && this.#position.mustBeSeen) return false;
    if (finishedTwins !== NONE && this.#lookAtClass[finishedTwins] === this.#look) return false;
    return this.#isNeededNow(to);
  }

  /** Whether an unfinished operation of this class was called before r and has no place. */
  #isOpen(index: number): boolean {
    const next = this.#operations.unfinished[index]!.calls[this.#position.used[index]!];
    return next !== undefined && next < this.#position.firstReturn;
  }

  #isNeededNow(state: number): boolean {
    return this.#anyStateIsNeeded || this.#lookAtNeed[state] === this.#look;
  }

  #mayBeNeeded(state: number): boolean {
    return (
      !this.#operations.namesNeeds ||
      this.#needyClasses.length > 0 ||
      this.#position.isNeeded(state)
    );
  }
}

/**
 * How far a search has come, in a size that does not grow with the history.
 *
 * Let r be the first return of an operation that has no place yet. Every operation that returned
 * before r has a place, and none that was called after r has. So a position is r; a bit for each
 * finished operation in flight at r; how many unfinished operations of each class have a place; and
 * the state. The bits are as many as there are clients at most.
 */
import { NEVER, NONE, type SearchedOperations } from "./searched-operations.ts";
import { Unplaced } from "./unplaced.ts";

/** Words before the bits. */
const HEAD = 3;

export class Position {
  state = 0;
  /** How many operations, in the order of their returns, have places without a gap. */
  settled = 0;
  /** How many operations have places. */
  placed = 0;
  /** r, when an operation that overwrites was placed last: what was called before is absorbed. */
  overwrittenAt = 0;
  /** Whether the state still has to be seen by an operation before another may overwrite it. */
  mustBeSeen = false;
  /** For each class of unfinished operations, how many have a place. */
  readonly used: Int32Array;
  /** The classes of which at least one has. */
  readonly usedClasses: number[] = [];

  readonly #operations: SearchedOperations;
  readonly #unplaced: Unplaced;
  readonly #isPlaced: Uint8Array;
  /** The bit of each operation; used again after the operation has returned. */
  readonly #bits: Int32Array;
  readonly #entry: Int32Array;
  /** For each state, how many finished operations without a place need it, and how many leave it. */
  readonly #needers: Int32Array;
  readonly #leavers: Int32Array;

  /** @param states how many states the operations name. */
  constructor(operations: SearchedOperations, states: number) {
    this.#operations = operations;
    this.used = new Int32Array(operations.unfinished.length);
    this.#unplaced = new Unplaced(operations.count);
    this.#isPlaced = new Uint8Array(operations.count);
    const [bits, bitCount] = assignBits(operations);
    this.#bits = bits;
    this.#entry = new Int32Array(HEAD + Math.ceil(bitCount / 32));
    this.#needers = new Int32Array(states);
    this.#leavers = new Int32Array(states);
    for (let operation = 0; operation < operations.count; operation++) this.#count(operation, 1);
    for (const { to, calls } of operations.unfinished) {
      if (to !== NONE) this.#leavers[to]! += calls.length;
    }
  }

  get isComplete(): boolean {
    return this.settled === this.#operations.count;
  }

  /** The operation that returned first of those without a place, or NONE. */
  get first(): number {
    return this.#operations.byReturn[this.settled] ?? NONE;
  }

  /** r. */
  get firstReturn(): number {
    return this.isComplete ? NEVER : this.#operations.returns[this.first]!;
  }

  get width(): number {
    return this.#entry.length;
  }

  /** The next operation without a place that was called before r, or NONE. Begins after NONE. */
  openAfter(operation: number): number {
    const next = this.#unplaced.after(operation);
    return next < this.#operations.count && this.#operations.calls[next]! < this.firstReturn
      ? next
      : NONE;
  }

  place(operation: number): void {
    this.#unplaced.remove(operation);
    this.#isPlaced[operation] = 1;
    this.placed++;
    this.#count(operation, -1);
    this.#flip(operation);
    // Operations that returned before r need no bit any longer.
    while (!this.isComplete && this.#isPlaced[this.first] === 1) {
      this.#flip(this.first);
      this.settled++;
    }
  }

  /** Undoes the placing of the operation that was placed last. */
  remove(operation: number, settledBefore: number): void {
    while (this.settled > settledBefore) {
      this.settled--;
      this.#flip(this.first);
    }
    this.#flip(operation);
    this.#count(operation, 1);
    this.#isPlaced[operation] = 0;
    this.placed--;
    this.#unplaced.putBack(operation);
  }

  /** Places an unfinished operation of this class. */
  use(unfinished: number): void {
    if (this.used[unfinished]!++ === 0) this.usedClasses.push(unfinished);
    const { to } = this.#operations.unfinished[unfinished]!;
    if (to !== NONE) this.#leavers[to]!--;
  }

  /** Undoes the last use. */
  unuse(unfinished: number): void {
    if (--this.used[unfinished]! === 0) this.usedClasses.pop();
    const { to } = this.#operations.unfinished[unfinished]!;
    if (to !== NONE) this.#leavers[to]!++;
  }

  /** Whether a finished operation without a place needs this state. */
  isNeeded(state: number): boolean {
    return (this.#needers[state] ?? 0) > 0;
  }

  /** Whether the state has been left, an operation without a place needs it, and none leaves it. */
  isNeededInVain(state: number): boolean {
    return state !== this.state && this.isNeeded(state) && this.#leavers[state] === 0;
  }

  /** Whether the operation overwrites and was open when another one did: it needs no place. */
  isAbsorbed(operation: number): boolean {
    return (
      this.#operations.calls[operation]! < this.overwrittenAt &&
      this.#operations.overwrites(operation)
    );
  }

  /** The position in words, without the unfinished operations. */
  describe(): Int32Array {
    this.#entry[0] = this.settled;
    this.#entry[1] = this.state;
    this.#entry[2] = 2 * (this.#firstNotAbsorbed() + 1) + Number(this.mustBeSeen);
    return this.#entry;
  }

  /**
   * Stands for `overwrittenAt`: of operations called before r it matters alone which are absorbed,
   * and none called later is.
   */
  #firstNotAbsorbed(): number {
    if (this.overwrittenAt === 0) return -1;
    for (let at = this.openAfter(NONE); at !== NONE; at = this.openAfter(at)) {
      if (this.#operations.overwrites(at) && !this.isAbsorbed(at)) return at;
    }
    return this.#operations.count;
  }

  #count(operation: number, change: 1 | -1): void {
    const { from, to, isRead } = this.#operations;
    if (from[operation] !== NONE) this.#needers[from[operation]!]! += change;
    if (to[operation] === NONE || isRead[operation] === 1) return;
    this.#leavers[to[operation]!]! += change;
  }

  #flip(operation: number): void {
    const bit = this.#bits[operation]!;
    this.#entry[HEAD + (bit >> 5)]! ^= 1 << (bit & 31);
  }
}

/** Gives each operation a bit that no other has while it is in flight, and counts the bits. */
function assignBits({ count, calls, returns, byReturn }: SearchedOperations): [Int32Array, number] {
  const bits = new Int32Array(count);
  const free: number[] = [];
  let [bitCount, returned] = [0, 0];
  for (let operation = 0; operation < count; operation++) {
    for (; returns[byReturn[returned]!]! < calls[operation]!; returned++) {
      free.push(bits[byReturn[returned]!]!);
    }
    bits[operation] = free.pop() ?? bitCount++;
  }
  return [bits, bitCount];
}

/**
 * Decides any model's history by searching for an order that explains it.
 *
 * The search is that of Wing and Gong (*Testing and Verifying Concurrent Objects*, 1993): choose
 * the next operation among those called before any remaining one returned, check that it could
 * have given its result, and continue; at a dead end, step back and choose another. Lowe
 * (*Testing for Linearizability*, 2017) adds a memory of positions that led nowhere. Four things
 * make it fast enough here:
 *
 * - **A position is small.** Let r be the first return of an operation that has no place yet.
 *   Every operation that returned before r has one, none that was called after r has. So a
 *   position is r, one bit for each operation in flight at r, and the state: its size grows with
 *   the number of clients, not with the length of the history.
 * - **Reads are no choice.** A read that fits the present state is placed at once: any other place
 *   would change nothing for the other operations.
 * - **Twins are no choice.** Of unfinished operations with the same name and arguments, the one
 *   called first is placed first.
 * - **Looking ahead.** Where operations name the state that they need and the state that they
 *   leave, a state is not left while an unplaced operation needs it and none could restore it.
 */
import { fingerprint, type Fingerprint } from "../history/fingerprint.ts";
import type { Spending } from "./budget.ts";
import type { Model } from "../models/model.ts";
import { returnOf, type Operation } from "../history/operation.ts";
import { VisitedSet } from "./visited-set.ts";

type State = {} | null;

/** No operation, no state; also the place before the first operation. */
const NONE = -1;

/** About what a state takes in addition to the text of its fingerprint, in bytes. */
const STATE_BYTES = 100;

export interface SearchOptions {
  /** The state to start from, if not the model's own. */
  readonly initial?: State;
  /**
   * Called with the final state of an order that explains the history; returns whether to look for
   * another order. The same state may be reported more than once.
   */
  readonly onExplained?: (state: State) => boolean;
}

/** A search through the operations of one object that can be interrupted and resumed. */
export class Search {
  readonly #model: Model;
  readonly #spending: Spending;
  readonly #onExplained: ((state: State) => boolean) | undefined;
  readonly #operations: readonly Operation[];
  readonly #visited: VisitedSet;

  /** Operations in the order of their returns, unfinished ones last. The first `#finished` need a place. */
  readonly #byReturn: Int32Array;
  readonly #finished: number;
  readonly #isRead: Uint8Array;
  /** For each unfinished operation its twin called just before it, which is placed first. */
  readonly #elderTwin: Int32Array;
  /** The bit of each operation; reused after the operation has returned. */
  readonly #slots: Int32Array;

  /** The states that operations need and leave, by their numbers. */
  readonly #from: Int32Array;
  readonly #to: Int32Array;
  readonly #looksAhead: boolean;
  /** For each state, how many operations without a place need it, and how many leave it. */
  readonly #needers: number[] = [];
  readonly #leavers: number[] = [];

  readonly #states: State[] = [];
  #stateBytes = 0;
  readonly #stateNumbers = new Map<Fingerprint, number>();

  /** The operations that have no place yet, linked in the order of their calls. */
  readonly #next: Int32Array;
  readonly #previous: Int32Array;
  readonly #placed: Uint8Array;

  /** The position: how many of `#byReturn` are settled, the mask, the state. Laid out as an entry. */
  readonly #position: Int32Array;
  #settled = 0;
  #state = 0;

  /** How the position was reached: operations in order, each with what to restore. */
  readonly #order: number[] = [];
  readonly #statesBefore: number[] = [];
  readonly #settledBefore: number[] = [];
  readonly #wasChosen: boolean[] = [];
  /** Which operation was tried last at the present position. */
  #cursor = NONE;
  #outcome: "linearizable" | "not-linearizable" | undefined;

  /** @param operations of one key, in the order of their calls. */
  constructor(
    operations: readonly Operation[],
    model: Model,
    spending: Spending,
    { initial = model.initial, onExplained }: SearchOptions = {},
  ) {
    this.#model = model;
    this.#spending = spending;
    this.#onExplained = onExplained;
    const isRead = (operation: Operation): boolean => model.isRead?.(operation) ?? false;
    const matters = operations.filter(
      (operation) =>
        operation.returned !== undefined ||
        !(isRead(operation) || (model.isUnpredictable?.(operation) ?? false)),
    );
    const count = matters.length;
    this.#operations = matters;
    this.#isRead = Uint8Array.from(matters, (operation) => Number(isRead(operation)));
    this.#byReturn = Int32Array.from(matters.keys()).toSorted(
      (one, other) => this.#returnOf(one) - this.#returnOf(other) || one - other,
    );
    this.#finished = matters.filter(({ returned }) => returned !== undefined).length;
    this.#elderTwin = elderTwins(matters);
    const [slots, slotCount] = assignSlots(matters);
    this.#slots = slots;

    this.#state = this.#numberOf(initial);
    const transitions = matters.map((operation) => model.transition?.(operation) ?? {});
    const known = (state: State | undefined): number =>
      state === undefined ? NONE : this.#numberOf(state);
    this.#from = Int32Array.from(transitions, ({ from }) => known(from));
    this.#to = Int32Array.from(transitions, ({ to }) => known(to));
    this.#looksAhead =
      model.transition !== undefined &&
      matters.every((_, index) => this.#isRead[index] === 1 || this.#to[index] !== NONE);
    for (let index = 0; index < count; index++) this.#countNeeds(index, 1);

    this.#next = Int32Array.from({ length: count + 1 }, (_, index) => index);
    this.#previous = Int32Array.from({ length: count + 1 }, (_, index) => index - 2);
    this.#placed = new Uint8Array(count);
    this.#position = new Int32Array(2 + Math.ceil(slotCount / 32));
    this.#visited = new VisitedSet(this.#position.length, spending);
    this.#placeReads();
    if (this.#needers.some((_, state) => this.#isNeededInVain(state))) {
      this.#outcome = "not-linearizable";
    }
  }

  /**
   * Continues for about `steps` steps. Returns the verdict, or `undefined` if there is none yet.
   * With `onExplained`, "not-linearizable" only means that every order has been found.
   */
  run(steps: number): "linearizable" | "not-linearizable" | undefined {
    for (let step = 0; step < steps && this.#outcome === undefined; step++) {
      // Where the budget has ended within a step, its outcome is none.
      if (this.#spending.isExhausted) return undefined;
      this.#step();
    }
    if (this.#outcome !== undefined) this.release();
    return this.#outcome;
  }

  /** Frees the memory. The search cannot continue afterwards. */
  release(): void {
    this.#visited.release();
    this.#spending.giveBack(this.#stateBytes);
    this.#stateBytes = 0;
  }

  #step(): void {
    if (this.#settled === this.#finished) {
      const goOn = this.#onExplained?.(this.#states[this.#state] ?? null) ?? false;
      if (goOn) this.#stepBack();
      else this.#outcome = "linearizable";
      return;
    }
    const candidate = this.#candidateAfter(this.#cursor);
    if (candidate === NONE) {
      this.#stepBack();
      return;
    }
    this.#cursor = candidate;
    const after = this.#stateAfter(candidate);
    if (after === NONE) return;
    const before = this.#state;
    this.#place(candidate, after, true);
    this.#placeReads();
    if (this.#isNeededInVain(before) || !this.#visited.add(this.#describePosition())) {
      this.#stepBack();
    } else {
      this.#cursor = NONE;
    }
  }

  /** The first operation after the cursor, in the order of calls, that may come next. */
  #candidateAfter(cursor: number): number {
    const firstReturn = this.#firstReturn();
    for (let at = this.#linkAfter(cursor); at < this.#operations.length; at = this.#linkAfter(at)) {
      if (this.#calledAt(at) > firstReturn) return NONE;
      const elder = this.#elderTwin[at] ?? NONE;
      if (elder === NONE || this.#placed[elder] === 1) return at;
    }
    return NONE;
  }

  /** Places every read that fits the state. One pass is enough, since reads change no state. */
  #placeReads(): void {
    for (let at = this.#linkAfter(NONE); at < this.#operations.length; at = this.#linkAfter(at)) {
      if (this.#calledAt(at) > this.#firstReturn()) return;
      if (this.#spending.isExhausted) return;
      if (this.#isRead[at] === 1 && this.#stateAfter(at) !== NONE) {
        this.#place(at, this.#state, false);
      }
    }
  }

  /** Whether the state has been left, an unplaced operation needs it, and none can restore it. */
  #isNeededInVain(state: number): boolean {
    return (
      this.#looksAhead &&
      state !== this.#state &&
      (this.#needers[state] ?? 0) > 0 &&
      (this.#leavers[state] ?? 0) === 0
    );
  }

  #place(operation: number, after: number, chosen: boolean): void {
    this.#order.push(operation);
    this.#statesBefore.push(this.#state);
    this.#settledBefore.push(this.#settled);
    this.#wasChosen.push(chosen);
    this.#unlink(operation);
    this.#placed[operation] = 1;
    this.#countNeeds(operation, -1);
    this.#flip(operation);
    // Operations that returned before the first remaining return need no bit any longer.
    while (this.#settled < this.#finished) {
      const first = this.#byReturn[this.#settled] ?? NONE;
      if (this.#placed[first] === 0) break;
      this.#flip(first);
      this.#settled++;
    }
    this.#state = after;
  }

  /** Undoes the last choice, and the reads that followed from it. */
  #stepBack(): void {
    for (;;) {
      const operation = this.#order.pop();
      if (operation === undefined) {
        this.#outcome = "not-linearizable";
        return;
      }
      const settled = this.#settledBefore.pop() ?? 0;
      while (this.#settled > settled) this.#flip(this.#byReturn[--this.#settled] ?? NONE);
      this.#flip(operation);
      this.#countNeeds(operation, 1);
      this.#placed[operation] = 0;
      this.#relink(operation);
      this.#state = this.#statesBefore.pop() ?? 0;
      if (this.#wasChosen.pop() === true) {
        this.#cursor = operation;
        return;
      }
    }
  }

  /** The state after the operation, or NONE if it could not have happened now. */
  #stateAfter(operation: number): number {
    const from = this.#from[operation] ?? NONE;
    if (from !== NONE && from !== this.#state) return NONE;
    const to = this.#isRead[operation] === 1 ? from : (this.#to[operation] ?? NONE);
    if (from !== NONE && to !== NONE) return to;
    const state = this.#states[this.#state] ?? null;
    this.#spending.countStep();
    const after = this.#model.step(state, this.#operations[operation]!);
    return after === undefined ? NONE : this.#numberOf(after);
  }

  #describePosition(): Int32Array {
    this.#position[0] = this.#settled + 1;
    this.#position[1] = this.#state;
    return this.#position;
  }

  #flip(operation: number): void {
    const slot = this.#slots[operation] ?? 0;
    this.#position[2 + (slot >> 5)]! ^= 1 << (slot & 31);
  }

  #countNeeds(operation: number, change: 1 | -1): void {
    const from = this.#from[operation] ?? NONE;
    const mustHappen = this.#operations[operation]?.returned !== undefined;
    if (from !== NONE && mustHappen) this.#needers[from] = (this.#needers[from] ?? 0) + change;
    const to = this.#to[operation] ?? NONE;
    if (to !== NONE) this.#leavers[to] = (this.#leavers[to] ?? 0) + change;
  }

  #numberOf(state: State): number {
    const print = fingerprint(state);
    let number = this.#stateNumbers.get(print);
    if (number === undefined) {
      number = this.#states.push(state) - 1;
      this.#stateNumbers.set(print, number);
      const bytes = STATE_BYTES + (typeof print === "string" ? 2 * print.length : 0);
      this.#stateBytes += bytes;
      this.#spending.require(bytes);
    }
    return number;
  }

  #firstReturn(): number {
    return this.#settled === this.#finished
      ? Infinity
      : this.#returnOf(this.#byReturn[this.#settled] ?? NONE);
  }

  #calledAt(operation: number): number {
    return this.#operations[operation]?.called ?? 0;
  }

  #returnOf(operation: number): number {
    return returnOf(this.#operations[operation]!);
  }

  // The links of operation i are at i + 1; place 0 comes before all operations.

  #linkAfter(operation: number): number {
    return this.#next[operation + 1] ?? this.#operations.length;
  }

  #unlink(operation: number): void {
    const [before, after] = [this.#previous[operation + 1] ?? NONE, this.#linkAfter(operation)];
    this.#next[before + 1] = after;
    if (after < this.#operations.length) this.#previous[after + 1] = before;
  }

  #relink(operation: number): void {
    const [before, after] = [this.#previous[operation + 1] ?? NONE, this.#linkAfter(operation)];
    this.#next[before + 1] = operation;
    if (after < this.#operations.length) this.#previous[after + 1] = operation;
  }
}

/** For each unfinished operation, the last one before it with the same name and arguments. */
function elderTwins(operations: readonly Operation[]): Int32Array {
  const last = new Map<Fingerprint, number>();
  return Int32Array.from(operations, ({ name, input, output, returned }, index) => {
    if (returned !== undefined) return NONE;
    const asked = fingerprint([name, input ?? null, output ?? null]);
    const elder = last.get(asked) ?? NONE;
    last.set(asked, index);
    return elder;
  });
}

/** Gives each operation a bit that no other has while it is in flight, and counts the bits. */
function assignSlots(operations: readonly Operation[]): [slots: Int32Array, slotCount: number] {
  const slots = new Int32Array(operations.length);
  const free: number[] = [];
  const returning = operations
    .map((operation, index) => ({ returned: returnOf(operation), index }))
    .toSorted((one, other) => one.returned - other.returned);
  let slotCount = 0;
  let returnedCount = 0;
  operations.forEach(({ called }, index) => {
    for (; (returning[returnedCount]?.returned ?? Infinity) < called; returnedCount++) {
      free.push(slots[returning[returnedCount]?.index ?? 0] ?? 0);
    }
    slots[index] = free.pop() ?? slotCount++;
  });
  return [slots, slotCount];
}

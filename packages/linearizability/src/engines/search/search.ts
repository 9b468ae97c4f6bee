/**
 * Decides any model's history by searching for an order that explains it.
 *
 * The search is that of Wing and Gong (*Testing and Verifying Concurrent Objects*, 1993): choose
 * the next operation among those called before any remaining one returned, check that it could
 * have given its result, and continue; at a dead end, step back and choose another. Lowe
 * (*Testing for Linearizability*, 2017) adds a memory of positions that led nowhere. Deciding is
 * NP-complete, for registers whose values repeat already (Gibbons and Korach, *Testing Shared
 * Memories*, 1997), so every search has a budget. What follows keeps most searches small. Each rule
 * leaves an order to be found if there is one; the rules are applied to an order from left to
 * right, and none changes what is on the left of the operation that it is about.
 *
 * - **A position is small**: see `position.ts`.
 * - **Reads are no choice.** A read that fits the present state is placed at once: any other place
 *   would change nothing for the other operations.
 * - **Twins are no choice.** Of two open operations of one class, the one that returns first is
 *   placed first. In any order that has them the other way round, they may change places: both were
 *   called before the first place, the one that moves to the later place returns later, and the
 *   states are the same. Unfinished operations return last.
 * - **What is overwritten needs no place.** Say that an operation that leaves its state whatever
 *   the state before *overwrites*. One that was open when another overwrote can be placed directly
 *   before that one, where nothing sees it: it is *absorbed*. It may still get another place; but
 *   when it becomes the first to return, it may be left where it is.
 * - **Nothing overwrites in vain.** An operation that overwrites but is not the first to return is
 *   placed only if an open operation needs its state, and then none may overwrite that state before
 *   it has been seen. In an order in which W breaks this rule, consider what follows it. If the
 *   next operation with a place overwrites, W is absorbed by it; but if operations in between have
 *   been left as absorbed by W, the first of them, which was the first to return, takes W's place
 *   and absorbs the others and W. If W's state is first seen by an operation called later, such an
 *   absorbed one was in between, too: it takes W's place, and W comes later. The same holds for an
 *   absorbed operation that is placed all the same.
 * - **Unfinished operations may be left out.** So one that leaves a known state is placed only
 *   where that is needed at once, as above, and positions with fewer of them are not worse: see
 *   `dead-positions.ts`.
 * - **Looking ahead.** A search steps back where an operation without a place needs a state that
 *   none can leave in time, and where the model says that it can no longer take effect.
 */
import type { Operation } from "../../history/operation.ts";
import type { Model, Outlook } from "../../models/model.ts";
import type { Spending } from "../budget.ts";
import { DeadPositions } from "./dead-positions.ts";
import { Moves } from "./moves.ts";
import { orderOf } from "./order.ts";
import { Path } from "./path.ts";
import { Position } from "./position.ts";
import { NONE, SearchedOperations } from "./searched-operations.ts";
import { States, type State } from "./states.ts";

export interface SearchOptions {
  /** The state to start from, if not the model's own. */
  readonly initial?: State;
  /**
   * Called with the final state of an order that explains the history; returns whether to look for
   * another order. Every final state is reported, some more than once.
   */
  readonly onExplained?: (state: State) => boolean;
}

/** A search through the operations of one object that can be interrupted and resumed. */
export class Search {
  readonly #model: Model;
  readonly #spending: Spending;
  readonly #onExplained: ((state: State) => boolean) | undefined;
  readonly #states: States;
  readonly #operations: SearchedOperations;
  readonly #position: Position;
  readonly #moves: Moves;
  readonly #dead: DeadPositions;
  readonly #outlook: Outlook<State> | undefined;
  readonly #path: Path;
  /** Which move was tried last at the present position. */
  #cursor = NONE;
  #placedAtBest = 0;
  #settledAtBest = 0;
  #outcome: "linearizable" | "not-linearizable" | undefined;

  /** @param operations of one key, in the order of their calls, their events ranked. */
  constructor(
    operations: readonly Operation[],
    model: Model,
    spending: Spending,
    { initial = model.initial, onExplained }: SearchOptions = {},
  ) {
    // Where every final state counts, each operation leaves one that is needed.
    const { transition: _, ...withoutTransition } = model;
    this.#model = onExplained === undefined ? model : withoutTransition;
    this.#spending = spending;
    this.#onExplained = onExplained;
    this.#states = new States(spending);
    const start = this.#states.numberOf(initial);
    this.#operations = new SearchedOperations(operations, this.#model, this.#states, spending);
    const named = this.#states.count;
    this.#position = new Position(this.#operations, named);
    this.#position.state = start;
    this.#moves = new Moves(this.#operations, this.#position, named);
    this.#dead = new DeadPositions(this.#operations, this.#position, spending);
    this.#outlook = model.lookAhead?.(operations);
    this.#path = new Path(operations.length);
    this.#placeReads();
    if (spending.isExhausted || !this.#operations.namesStates) return;
    for (let state = 0; state < named; state++) {
      if (this.#position.isNeededInVain(state)) this.#outcome = "not-linearizable";
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

  /** How far it came: how many operations that returned had places at best, and of how many. */
  get reached(): { placed: number; operations: number; first: Operation | undefined } {
    const { byReturn, finished } = this.#operations;
    // Of the operations without a place, at the furthest position, the one that returned first.
    const first = finished[byReturn[this.#settledAtBest] ?? NONE];
    return { placed: this.#placedAtBest, operations: finished.length, first };
  }

  /**
   * How many operations, in the order of their returns, an order that was tried can explain, at
   * best. With no result in between missing, the history until the last of these is linearizable.
   */
  get settled(): number {
    return this.#settledAtBest;
  }

  /** The order that was found, after the verdict "linearizable". */
  order(): Operation[] {
    return orderOf(this.#path, this.#operations);
  }

  /** Frees the memory. The search cannot continue afterwards. */
  release(): void {
    this.#dead.release();
    this.#states.release();
    this.#operations.release();
  }

  #step(): void {
    this.#spending.countStep();
    if (this.#position.isComplete) {
      const goOn = this.#onExplained?.(this.#states.at(this.#position.state)) ?? false;
      if (goOn) this.#stepBack();
      else this.#outcome = "linearizable";
      return;
    }
    this.#cursor = this.#moves.after(this.#cursor);
    if (this.#cursor === NONE) {
      this.#stepBack();
      return;
    }
    const { state } = this.#position;
    if (!this.#make(this.#cursor)) return;
    this.#placeReads();
    this.#noteProgress();
    if (this.#isInVain(state) || this.#isHopeless() || !this.#dead.add()) this.#stepBack();
    else this.#cursor = NONE;
  }

  /** Returns false if the operation could not have happened now. */
  #make(move: number): boolean {
    const { count } = this.#operations;
    if (move < count) return this.#place(move);
    if (move < 2 * count) this.#leave(move);
    else return this.#use(move);
    return true;
  }

  #place(operation: number): boolean {
    const { finished, from, to } = this.#operations;
    const after = this.#stateAfter(finished[operation]!, from[operation]!, to[operation]!);
    if (after === NONE) return false;
    const position = this.#position;
    this.#path.push(operation, true, position);
    const overwrites = this.#operations.overwrites(operation);
    position.mustBeSeen =
      overwrites && (operation !== position.first || position.isAbsorbed(operation));
    if (overwrites) position.overwrittenAt = position.firstReturn;
    position.place(operation);
    position.state = after;
    return true;
  }

  /** An absorbed operation takes effect where it was absorbed. */
  #leave(move: number): void {
    this.#path.push(move, true, this.#position);
    this.#position.place(move - this.#operations.count);
  }

  #use(move: number): boolean {
    const index = move - 2 * this.#operations.count;
    const { operations, from, to } = this.#operations.unfinished[index]!;
    const position = this.#position;
    const after = this.#stateAfter(operations[position.used[index]!]!, from, to);
    if (after === NONE) return false;
    this.#path.push(move, true, position);
    position.mustBeSeen = to !== NONE;
    if (from === NONE && to !== NONE) position.overwrittenAt = position.firstReturn;
    position.use(index);
    position.state = after;
    return true;
  }

  /** Places every read that fits the state. One pass is enough, since reads change no state. */
  #placeReads(): void {
    const position = this.#position;
    const { finished, isRead, from, to } = this.#operations;
    for (let at = position.openAfter(NONE); at !== NONE; at = position.openAfter(at)) {
      if (this.#spending.isExhausted) return;
      if (isRead[at] === 0) continue;
      if (this.#stateAfter(finished[at]!, from[at]!, to[at]!) === NONE) continue;
      this.#path.push(at, false, position);
      position.place(at);
      position.mustBeSeen = false;
    }
  }

  /** Whether a state that has been left, or that an absorbed operation left, is needed for ever. */
  #isInVain(before: number): boolean {
    if (!this.#operations.namesStates) return false;
    const left = this.#cursor - this.#operations.count;
    const absorbed = left >= 0 ? (this.#operations.to[left] ?? NONE) : NONE;
    return this.#position.isNeededInVain(before) || this.#position.isNeededInVain(absorbed);
  }

  /** Whether the model says that an open operation can no longer take effect. */
  #isHopeless(): boolean {
    if (this.#outlook === undefined) return false;
    const position = this.#position;
    const state = this.#states.at(position.state);
    for (let at = position.openAfter(NONE); at !== NONE; at = position.openAfter(at)) {
      if (!this.#outlook.mayFollow(state, this.#operations.finished[at]!)) return true;
    }
    return false;
  }

  #noteProgress(): void {
    this.#placedAtBest = Math.max(this.#placedAtBest, this.#position.placed);
    this.#settledAtBest = Math.max(this.#settledAtBest, this.#position.settled);
  }

  /** Undoes the last choice, and the reads that followed from it. */
  #stepBack(): void {
    const position = this.#position;
    const { count } = this.#operations;
    for (;;) {
      if (this.#path.length === 0) {
        this.#outcome = "not-linearizable";
        return;
      }
      const move = this.#path.lastMove;
      const isChosen = this.#path.lastIsChosen;
      if (move >= 2 * count) position.unuse(move - 2 * count);
      else position.remove(move < count ? move : move - count, this.#path.lastSettled);
      this.#path.pop(position);
      if (isChosen) {
        this.#cursor = move;
        return;
      }
    }
  }

  /** The state after the operation, or NONE if it could not have happened now. */
  #stateAfter(operation: Operation, from: number, to: number): number {
    const { state } = this.#position;
    if (from !== NONE && from !== state) return NONE;
    if (to !== NONE) return to;
    this.#spending.countStep();
    const after = this.#model.step(this.#states.at(state), operation);
    return after === undefined ? NONE : this.#states.numberOf(after);
  }
}

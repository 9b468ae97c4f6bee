/** The moves that led a search to its position, in order, each with what to restore. */
import type { Position } from "./position.ts";

/** The words of a move: itself, and the position before it, the last word with two flags. */
const WIDTH = 5;
const IS_CHOSEN = 1;
const MUST_BE_SEEN = 2;

export class Path {
  readonly #words: Int32Array;
  #length = 0;

  /** @param longest how many moves there may be. */
  constructor(longest: number) {
    this.#words = new Int32Array(longest * WIDTH);
  }

  get length(): number {
    return this.#length;
  }

  moveAt(place: number): number {
    return this.#words[place * WIDTH]!;
  }

  /** @param isChosen whether another move could be made instead. */
  push(move: number, isChosen: boolean, position: Position): void {
    const at = this.#length++ * WIDTH;
    this.#words[at] = move;
    this.#words[at + 1] = position.state;
    this.#words[at + 2] = position.settled;
    this.#words[at + 3] = position.overwrittenAt;
    this.#words[at + 4] = (isChosen ? IS_CHOSEN : 0) | (position.mustBeSeen ? MUST_BE_SEEN : 0);
  }

  /** Takes off the last move, after what it did to `settled` has been undone. */
  pop(position: Position): void {
    const at = --this.#length * WIDTH;
    position.state = this.#words[at + 1]!;
    position.overwrittenAt = this.#words[at + 3]!;
    position.mustBeSeen = (this.#words[at + 4]! & MUST_BE_SEEN) !== 0;
  }

  /** Of the last move: itself, what was settled before it, and whether it was chosen. */
  get lastMove(): number {
    return this.moveAt(this.#length - 1);
  }

  get lastSettled(): number {
    return this.#words[(this.#length - 1) * WIDTH + 2]!;
  }

  get lastIsChosen(): boolean {
    return (this.#words[(this.#length - 1) * WIDTH + 4]! & IS_CHOSEN) !== 0;
  }
}

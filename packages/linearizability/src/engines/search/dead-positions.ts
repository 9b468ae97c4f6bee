/**
 * The positions of a search that are known to lead nowhere.
 *
 * Of two positions that differ only in the unfinished operations that they have used, the one that
 * has used no more of any class is not worse: an order that begins with the other's operations can
 * begin with its own. So if it led nowhere, neither does the other one. For each position the
 * fewest uses that led nowhere are remembered.
 */
import type { Spending } from "../budget.ts";
import type { Position } from "./position.ts";
import { NONE, type SearchedOperations } from "./searched-operations.ts";
import { VisitedSet } from "./visited-set.ts";

/** Classes, rising, each followed by how many of it are used. */
type Uses = Int32Array;

const NO_USES: Uses = new Int32Array(0);

/** About what remembering one's uses takes in addition to their numbers, in bytes. */
const USES_BYTES = 150;

export class DeadPositions {
  readonly #spending: Spending;
  readonly #operations: SearchedOperations;
  readonly #position: Position;
  readonly #visited: VisitedSet;
  /** Whether the state that a class of unfinished operations leaves is needed by another class. */
  readonly #leadsOn: readonly boolean[];
  /** For each visited position the uses that led nowhere, none of them covered by another. */
  readonly #usesOf: Uses[][] = [];
  #bytes = 0;

  constructor(operations: SearchedOperations, position: Position, spending: Spending) {
    this.#spending = spending;
    this.#operations = operations;
    this.#position = position;
    this.#visited = new VisitedSet(position.width, spending);
    const needed = new Set(operations.unfinished.map(({ from }) => from));
    this.#leadsOn = operations.unfinished.map(({ to }) => needed.has(to));
  }

  /** Remembers the present position. Returns false if it, or one not worse, was there already. */
  add(): boolean {
    const size = this.#visited.size;
    const number = this.#visited.add(this.#position.describe());
    // What finds no room is tried again each time.
    if (number === undefined) return true;
    if (this.#operations.unfinished.length === 0) return number === size;
    const uses = this.#uses();
    const known = this.#usesOf[number] ?? [];
    if (known.some((fewer) => isCovered(fewer, uses))) return false;
    const bytes = USES_BYTES + uses.byteLength;
    if (this.#spending.take(bytes)) {
      this.#bytes += bytes;
      this.#usesOf[number] = [...known.filter((more) => !isCovered(uses, more)), uses];
    }
    return true;
  }

  release(): void {
    this.#visited.release();
    this.#spending.giveBack(this.#bytes);
    this.#bytes = 0;
    this.#usesOf.length = 0;
  }

  /** The used classes, without those of which no further operation would help. */
  #uses(): Uses {
    const classes = this.#position.usedClasses.filter((index) => this.#mayBeUsedAgain(index));
    if (classes.length === 0) return NO_USES;
    classes.sort((one, other) => one - other);
    return Int32Array.from(classes.flatMap((index) => [index, this.#position.used[index]!]));
  }

  #mayBeUsedAgain(index: number): boolean {
    const { to } = this.#operations.unfinished[index]!;
    if (to === NONE || !this.#operations.namesNeeds || this.#leadsOn[index] === true) return true;
    return this.#position.isNeeded(to);
  }
}

/** Whether of each class the first uses no more than the second. */
function isCovered(fewer: Uses, more: Uses): boolean {
  let at = 0;
  for (let index = 0; index < fewer.length; index += 2) {
    while (at < more.length && more[at]! < fewer[index]!) at += 2;
    if (more[at] !== fewer[index] || more[at + 1]! < fewer[index + 1]!) return false;
  }
  return true;
}

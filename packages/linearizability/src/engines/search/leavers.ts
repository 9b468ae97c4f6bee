/** For each named state, the operations that leave it, so that looking ahead can ask for them. */
import { countBelow } from "../../history/count-below.ts";
import type { Position } from "./position.ts";
import { NONE, type SearchedOperations } from "./searched-operations.ts";

export class Leavers {
  readonly #operations: SearchedOperations;
  readonly #position: Position;
  /** For each state when the finished operations that leave it were called, rising. */
  readonly #calls: number[][];
  /** For each state the classes of unfinished operations that leave it. */
  readonly #classes: number[][];

  constructor(operations: SearchedOperations, position: Position, states: number) {
    this.#operations = operations;
    this.#position = position;
    this.#calls = Array.from({ length: states }, () => []);
    this.#classes = Array.from({ length: states }, () => []);
    const { count, isRead, to, calls, unfinished } = operations;
    for (let operation = 0; operation < count; operation++) {
      if (isRead[operation] === 1 || to[operation] === NONE) continue;
      this.#calls[to[operation]!]!.push(calls[operation]!);
    }
    for (const [index, alike] of unfinished.entries()) {
      if (alike.to !== NONE) this.#classes[alike.to]!.push(index);
    }
  }

  /** Whether one that is not finished, or that is called only after r, is called before this time. */
  isCalledBefore(state: number, time: number): boolean {
    for (const index of this.#classes[state]!) {
      const next = this.#operations.unfinished[index]!.calls[this.#position.used[index]!];
      if (next !== undefined && next < time) return true;
    }
    const calls = this.#calls[state]!;
    const { firstReturn } = this.#position;
    return (calls[countBelow(calls, firstReturn)] ?? Infinity) < time;
  }
}

/** The finished operations that have no place yet, linked in the order of their calls. */
export class Unplaced {
  // The links of operation i are at i + 1; place 0 comes before all operations.
  readonly #next: Int32Array;
  readonly #previous: Int32Array;
  readonly #count: number;

  constructor(count: number) {
    this.#count = count;
    this.#next = Int32Array.from({ length: count + 1 }, (_, index) => index);
    this.#previous = Int32Array.from({ length: count + 1 }, (_, index) => index - 2);
  }

  /** The first one behind this operation, or all operations' count if there is none. */
  after(operation: number): number {
    return this.#next[operation + 1]!;
  }

  remove(operation: number): void {
    const [before, after] = [this.#previous[operation + 1]!, this.after(operation)];
    this.#next[before + 1] = after;
    if (after < this.#count) this.#previous[after + 1] = before;
  }

  /** Puts back the operation that was removed last. */
  putBack(operation: number): void {
    const [before, after] = [this.#previous[operation + 1]!, this.after(operation)];
    this.#next[before + 1] = operation;
    if (after < this.#count) this.#previous[after + 1] = operation;
  }
}

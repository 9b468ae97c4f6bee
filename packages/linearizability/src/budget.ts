/** What a search may cost. Beyond it the verdict is `unknown`. */
export interface Budget {
  readonly milliseconds: number;
  /**
   * For remembering what has been tried, and the states that were reached. Without room for what
   * has been tried the search continues, but may repeat itself; without room for states it ends.
   */
  readonly memoryBytes: number;
}

export const DEFAULT_BUDGET: Budget = { milliseconds: 10_000, memoryBytes: 2 ** 29 };

/** A budget that is being spent, by all searches of one check together. */
export class Spending {
  readonly #deadline: number;
  #bytesLeft: number;
  #isExhausted = false;

  constructor({ milliseconds, memoryBytes }: Budget) {
    this.#deadline = performance.now() + milliseconds;
    this.#bytesLeft = memoryBytes;
  }

  get isOver(): boolean {
    return this.#isExhausted || performance.now() >= this.#deadline;
  }

  /** Whether this much memory is left; if so, it counts as taken. */
  take(bytes: number): boolean {
    if (bytes > this.#bytesLeft) return false;
    this.#bytesLeft -= bytes;
    return true;
  }

  /** Takes memory that the search cannot do without: if there is none, the budget is spent. */
  require(bytes: number): void {
    if (!this.take(bytes)) this.#isExhausted = true;
  }

  giveBack(bytes: number): void {
    this.#bytesLeft += bytes;
  }
}

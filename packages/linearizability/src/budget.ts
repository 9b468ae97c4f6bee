/** What a search may cost. Beyond it the verdict is `unknown`. */
export interface Budget {
  readonly milliseconds: number;
  /**
   * For remembering what has been tried, and the states that came up. Without room for what has
   * been tried the search goes on, but may repeat itself; without room for states it is over.
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

  /** Whether that much memory may be taken; it then counts as taken. */
  take(bytes: number): boolean {
    if (bytes > this.#bytesLeft) return false;
    this.#bytesLeft -= bytes;
    return true;
  }

  /** Takes memory that nothing goes on without: if there is none, the budget is spent. */
  require(bytes: number): void {
    if (!this.take(bytes)) this.#isExhausted = true;
  }

  giveBack(bytes: number): void {
    this.#bytesLeft += bytes;
  }
}

/** What a search may cost. Beyond it the verdict is `unknown`. */
export interface Budget {
  readonly milliseconds: number;
  /**
   * For what searches hold: operations, paths, states with their texts, and what has been tried.
   * Without room for what has been tried a search continues, but may repeat itself; without room
   * for anything else it ends.
   */
  readonly memoryBytes: number;
}

export const DEFAULT_BUDGET: Budget = { milliseconds: 10_000, memoryBytes: 2 ** 29 };

/** Between two readings of the clock about this much time may pass, where one step takes less. */
const READING_MS = 1;

/** The most steps between two readings: quick steps change their pace, too. */
const MOST_STEPS = 1024;

/** A budget that is being spent, by all searches of one check together. */
export class Spending {
  readonly #deadline: number;
  #bytesLeft: number;
  #isExhausted = false;
  /** How many steps there are between two readings, and how many of them remain. */
  #pace = 1;
  #stepsLeft = 1;
  #readAt: number;

  constructor({ milliseconds, memoryBytes }: Budget) {
    this.#readAt = performance.now();
    this.#deadline = this.#readAt + milliseconds;
    this.#bytesLeft = memoryBytes;
  }

  /** Reads the clock. */
  get isOver(): boolean {
    if (performance.now() >= this.#deadline) this.#isExhausted = true;
    return this.#isExhausted;
  }

  /** Whether the budget was over when the clock was read last. */
  get isExhausted(): boolean {
    return this.#isExhausted;
  }

  /**
   * Counts a step, however long it takes: slow steps read the clock each time, quick ones now and
   * then. So a budget is exceeded by about one step.
   */
  countStep(): void {
    if (--this.#stepsLeft > 0) return;
    const now = performance.now();
    const isSlow = now - this.#readAt > READING_MS;
    this.#pace = isSlow ? Math.max(1, this.#pace >> 3) : Math.min(MOST_STEPS, this.#pace * 2);
    this.#stepsLeft = this.#pace;
    this.#readAt = now;
    if (now >= this.#deadline) this.#isExhausted = true;
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

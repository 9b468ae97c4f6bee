/**
 * How many reads pass a change that waits.
 *
 * Reads are answered within their call, and clients that only read never leave the event loop a
 * turn, until the loop has had none for 10 ms. A change hears in such a turn that it is committed, or
 * tries then to begin. So after some reads those that follow wait for that, too.
 */

/** About as many as there are readers: so each of them reads once while a change waits. */
const READS = 100;

export class PassingReads {
  readonly #isWaiting: () => boolean;
  readonly #nextChance: () => PromiseLike<unknown>;
  #count = 0;
  #wait: Promise<void> | undefined;

  /**
   * @param isWaiting whether a change waits.
   * @param nextChance resolves when it may have gone on.
   */
  constructor(isWaiting: () => boolean, nextChance: () => PromiseLike<unknown>) {
    this.#isWaiting = isWaiting;
    this.#nextChance = nextChance;
  }

  /** What a read must wait for; undefined if it may be answered. */
  waitIfDue(): Promise<void> | undefined {
    if (this.#wait !== undefined || !this.#isWaiting()) return this.#wait;
    this.#count += 1;
    if (this.#count < READS) return undefined;
    this.#count = 0;
    this.#wait = this.#letPass();
    return this.#wait;
  }

  async #letPass(): Promise<void> {
    await this.#nextChance();
    this.#wait = undefined;
  }
}

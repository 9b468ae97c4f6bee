/**
 * Changes take turns behind one lock that threads share, and reads never wait: they take no lock,
 * and write nothing to shared memory. The counterpart in one event loop is `snapshot`.
 *
 * Invariant: only the holder of the lock changes a cell, in the single step in which the operation
 * takes effect. So a read finds the value in force, also while an updater awaits, and tries again
 * only where that one step is under way in another thread.
 */
import { answerInTurn, nextTurn, turnIfDue } from "@sync-strategies/event-loop";
import type { OperationOptions, StateStore, Updater } from "@sync-strategies/state-store";
import { assertNumber, NumberAdmission } from "./number-admission.ts";
import type { Cells } from "./cells.ts";
import type { FutexLocks } from "./futex-locks.ts";
import { CHANGING, SequencedCells } from "./sequenced-cells.ts";

export class SeqlockStore implements StateStore<number, number> {
  readonly #cells: SequencedCells;
  readonly #locks: FutexLocks;
  readonly #admission: NumberAdmission;

  constructor(cells: Cells, locks: FutexLocks) {
    this.#cells = new SequencedCells(cells);
    this.#locks = locks;
    this.#admission = new NumberAdmission(cells);
  }

  async read(key: number, options?: OperationOptions): Promise<number | undefined> {
    const refused = this.#admission.refusalOfKey(key, options);
    if (refused !== undefined) return refused;
    const value = this.#cells.read(key);
    return value === CHANGING ? this.#admission.during(this.#readLater(key)) : answerInTurn(value);
  }

  async write(key: number, value: number, options?: OperationOptions): Promise<void> {
    const refused = this.#admission.refusalOfValue(key, value, options);
    if (refused !== undefined) return refused;
    if (!this.#locks.tryEnter(key)) {
      const step = (): void => void this.#cells.write(key, value);
      return this.#admission.during(this.#locks.perform(key, step, options?.signal));
    }
    this.#cells.write(key, value);
    this.#locks.leave(key);
    return turnIfDue();
  }

  async update(key: number, updater: Updater<number>, options?: OperationOptions): Promise<number> {
    const refused = this.#admission.refusalOfKey(key, options);
    if (refused !== undefined) return refused;
    return this.#admission.during(this.#update(key, updater, options?.signal));
  }

  close(): Promise<void> {
    return this.#admission.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** The thread that changes the value does not run just now: there are more than processors. */
  async #readLater(key: number): Promise<number | undefined> {
    for (;;) {
      const value = this.#cells.read(key);
      if (value !== CHANGING) return value;
      await nextTurn();
    }
  }

  async #update(
    key: number,
    updater: Updater<number>,
    signal: AbortSignal | undefined,
  ): Promise<number> {
    // The lock is acquired now, and the updater called a step later, after `update` has returned.
    await this.#locks.acquire(key, signal);
    try {
      // During this await other clients read the old value, and none can replace it.
      const next = await updater(await this.#readLater(key));
      assertNumber(next);
      this.#cells.write(key, next);
      return next;
    } finally {
      this.#locks.release(key);
      const turn = turnIfDue();
      if (turn !== undefined) await turn;
    }
  }
}

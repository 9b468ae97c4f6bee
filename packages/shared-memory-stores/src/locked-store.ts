/**
 * The state in shared memory behind locks that threads share: one around all of it, or one per key.
 * The counterparts in one event loop are `mutex` and `lock-per-key`.
 *
 * Invariant: a key's cell is read and written only by the holder of the lock that guards it.
 *
 * In one event loop a read needs no lock, being one step. Here the steps of two threads run at the
 * same time. A read or write is short, though, so it takes the lock, does its work and releases the
 * lock within its call, and makes no promise for the lock; it waits only if another thread holds the
 * lock for longer than a moment, or a caller of this thread waits already.
 */
import { answerInTurn, turnIfDue } from "@sync-strategies/event-loop";
import type { OperationOptions, StateStore, Updater } from "@sync-strategies/state-store";
import { assertNumber, NumberAdmission } from "./number-admission.ts";
import type { Locks } from "./locks.ts";
import type { NumberCells } from "./number-cells.ts";

export class LockedStore implements StateStore<number, number> {
  readonly #cells: NumberCells;
  readonly #locks: Locks;
  protected readonly admission: NumberAdmission;

  constructor(cells: NumberCells, locks: Locks) {
    this.#cells = cells;
    this.#locks = locks;
    this.admission = new NumberAdmission(cells);
  }

  async read(key: number, options?: OperationOptions): Promise<number | undefined> {
    const refused = this.admission.refusalOfKey(key, options);
    if (refused !== undefined) return refused;
    if (!this.#locks.tryEnter(key)) {
      const step = (): number | undefined => this.#cells.read(key);
      return this.admission.during(this.#locks.perform(key, step, options?.signal));
    }
    try {
      return answerInTurn(this.#cells.read(key));
    } finally {
      this.#locks.leave(key);
    }
  }

  async write(key: number, value: number, options?: OperationOptions): Promise<void> {
    const refused = this.admission.refusalOfValue(key, value, options);
    if (refused !== undefined) return refused;
    if (!this.#locks.tryEnter(key)) {
      const step = (): void => this.#cells.write(key, value);
      return this.admission.during(this.#locks.perform(key, step, options?.signal));
    }
    try {
      this.#cells.write(key, value);
    } finally {
      this.#locks.leave(key);
    }
    return turnIfDue();
  }

  async update(key: number, updater: Updater<number>, options?: OperationOptions): Promise<number> {
    const refused = this.admission.refusalOfKey(key, options);
    if (refused !== undefined) return refused;
    return this.admission.during(this.#update(key, updater, options?.signal));
  }

  close(): Promise<void> {
    return this.admission.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #update(
    key: number,
    updater: Updater<number>,
    signal: AbortSignal | undefined,
  ): Promise<number> {
    // The lock is acquired now, and the updater called a step later, after `update` has returned.
    await this.#locks.acquire(key, signal);
    try {
      // The lock is held across this await: in no thread does another client hold it meanwhile.
      const next = await updater(this.#cells.read(key));
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

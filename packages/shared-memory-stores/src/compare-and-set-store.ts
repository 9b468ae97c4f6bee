/**
 * No client locks: an update computes the next value from the current one, and sets it only if the
 * key still holds the one that it started from; otherwise it starts over (Kung and Robinson, *On
 * Optimistic Methods for Concurrency Control*, TODS 1981). The counterpart in one event loop is
 * `optimistic`.
 *
 * Each change is one access to memory (see {@link AtomicCells}): comparison and change are one step
 * although threads run at the same time, and a thread that is terminated leaves nothing half done.
 *
 * An update starts over only because another change took effect. But a slow updater among fast ones
 * could start over forever, so after a few failed attempts it acquires the key's lock, and changes
 * that find the lock held wait for it.
 *
 * This lock orders, and protects nothing: its holder sets a value by comparing, as every client
 * does. So it may be taken from a thread that was terminated, or stands still, and no update is lost
 * even if that thread goes on.
 */
import { answerInTurn, turnIfDue } from "@sync-strategies/event-loop";
import type { OperationOptions, StateStore, Updater } from "@sync-strategies/state-store";
import { AtomicCells, valueOf } from "./atomic-cells.ts";
import type { Cells } from "./cells.ts";
import type { FutexLocks } from "./futex-locks.ts";
import { assertNumber, NumberAdmission } from "./number-admission.ts";

/** How many attempts an update makes before it acquires the lock. */
export const ATTEMPTS = 3;

export class CompareAndSetStore implements StateStore<number, number> {
  readonly #cells: AtomicCells;
  readonly #locks: FutexLocks;
  readonly #admission: NumberAdmission;

  constructor(cells: Cells, locks: FutexLocks) {
    this.#cells = new AtomicCells(cells);
    this.#locks = locks;
    this.#admission = new NumberAdmission(cells);
  }

  async read(key: number, options?: OperationOptions): Promise<number | undefined> {
    const refused = this.#admission.refusalOfKey(key, options);
    if (refused !== undefined) return refused;
    // An update in progress has not taken effect yet, so a read need not wait for it.
    return answerInTurn(this.#cells.read(key));
  }

  async write(key: number, value: number, options?: OperationOptions): Promise<void> {
    const refused = this.#admission.refusalOfValue(key, value, options);
    if (refused !== undefined) return refused;
    if (this.#locks.isHeld(key)) {
      return this.#admission.during(this.#writeInTurn(key, value, options?.signal));
    }
    // Ignores open updates: they will find that the key has changed, and start over.
    this.#cells.write(key, value);
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

  async #update(
    key: number,
    updater: Updater<number>,
    signal: AbortSignal | undefined,
  ): Promise<number> {
    // No updater runs before `update` has returned.
    await turnIfDue();
    let attempt = 0;
    for (; attempt < ATTEMPTS && !this.#locks.isHeld(key); attempt += 1) {
      const seen = this.#cells.look(key);
      // Clients of all threads continue during this await, and may change the key.
      const next = await updater(valueOf(seen));
      assertNumber(next);
      if (!this.#locks.isHeld(key) && this.#cells.change(key, seen, next)) return next;
    }
    // Once an updater has been called, the operation has started and cannot be cancelled.
    return this.#updateInTurn(key, updater, attempt === 0 ? signal : undefined);
  }

  /** The last resort: waits for the key's lock, for which all other changes wait then. */
  async #updateInTurn(
    key: number,
    updater: Updater<number>,
    signal: AbortSignal | undefined,
  ): Promise<number> {
    await this.#locks.acquire(key, signal);
    try {
      for (;;) {
        const seen = this.#cells.look(key);
        const next = await updater(valueOf(seen));
        assertNumber(next);
        // It fails if a change had begun before the lock was held, or the lock has been taken away.
        if (this.#cells.change(key, seen, next)) return next;
      }
    } finally {
      this.#locks.release(key);
    }
  }

  async #writeInTurn(key: number, value: number, signal: AbortSignal | undefined): Promise<void> {
    await this.#locks.acquire(key, signal);
    try {
      this.#cells.write(key, value);
    } finally {
      this.#locks.release(key);
    }
  }
}

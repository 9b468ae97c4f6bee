/**
 * Changes take turns behind one lock that threads share, and reads never wait: they take no lock,
 * and write nothing to shared memory. The counterpart in one event loop is `snapshot`.
 *
 * Invariant: only the holder of the lock changes a cell, in the single step in which the operation
 * takes effect. So a read finds the value in force, also while an updater awaits, and tries again
 * only where that one step is under way in another thread; and the holder itself never has to.
 */
import { answerInTurn, nextTurn } from "@sync-strategies/event-loop";
import type { OperationOptions } from "@sync-strategies/state-store";
import type { Cells } from "./cells.ts";
import type { FutexLocks } from "./futex-locks.ts";
import { LockedStore } from "./locked-store.ts";
import type { NumberCells } from "./number-cells.ts";
import { CHANGING, SequencedCells } from "./sequenced-cells.ts";

export class SeqlockStore extends LockedStore {
  readonly #cells: SequencedCells;

  constructor(cells: Cells, locks: FutexLocks) {
    const sequenced = new SequencedCells(cells);
    super(heldCells(cells.keys, sequenced), locks);
    this.#cells = sequenced;
  }

  override async read(key: number, options?: OperationOptions): Promise<number | undefined> {
    const refused = this.admission.refusalOfKey(key, options);
    if (refused !== undefined) return refused;
    const value = this.#cells.read(key);
    return value === CHANGING
      ? this.admission.during(this.#readLater(key, options?.signal))
      : answerInTurn(value);
  }

  /**
   * The thread that changes the value does not run just now, since there are more threads than
   * processors. Or never again: then only its signal ends the read.
   */
  async #readLater(key: number, signal: AbortSignal | undefined): Promise<number | undefined> {
    for (;;) {
      const value = this.#cells.read(key);
      if (value !== CHANGING) return value;
      await nextTurn();
      signal?.throwIfAborted();
    }
  }
}

/** The cells as the lock's holder finds them: no other thread changes one meanwhile. */
function heldCells(keys: number, cells: SequencedCells): NumberCells {
  return {
    keys,
    read: (key) => cells.read(key) ?? undefined,
    write: (key, value) => cells.write(key, value),
  };
}

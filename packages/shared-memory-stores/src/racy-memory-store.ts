/**
 * The control: every thread reads and writes shared memory at any time. The counterpart in one event
 * loop is `unsynchronized`.
 *
 * A read or a write is right even so. It is one load or store of 64 aligned bits, which the 64-bit
 * processors that Node runs on do not tear, though JavaScript promises that only of integers. An
 * update is not, and here it needs no await for that: two threads read the same value, each computes
 * the next one, and the later write overwrites the earlier.
 *
 * Memory ordering: none. Every access is plain, so a thread may see the writes of another late and in
 * another order. A clock that threads share, as in a checked run, orders them as a side effect.
 */
import { answerInTurn, turnIfDue } from "@sync-strategies/event-loop";
import type { OperationOptions, StateStore, Updater } from "@sync-strategies/state-store";
import { assertNumber, NumberAdmission } from "./number-admission.ts";
import type { NumberCells } from "./number-cells.ts";

export class RacyMemoryStore implements StateStore<number, number> {
  readonly #cells: NumberCells;
  readonly #admission: NumberAdmission;

  constructor(cells: NumberCells) {
    this.#cells = cells;
    this.#admission = new NumberAdmission(cells);
  }

  async read(key: number, options?: OperationOptions): Promise<number | undefined> {
    const refused = this.#admission.refusalOfKey(key, options);
    if (refused !== undefined) return refused;
    return answerInTurn(this.#cells.read(key));
  }

  async write(key: number, value: number, options?: OperationOptions): Promise<void> {
    const refused = this.#admission.refusalOfValue(key, value, options);
    if (refused !== undefined) return refused;
    this.#cells.write(key, value);
    return turnIfDue();
  }

  async update(key: number, updater: Updater<number>, options?: OperationOptions): Promise<number> {
    const refused = this.#admission.refusalOfKey(key, options);
    if (refused !== undefined) return refused;
    return this.#admission.during(this.#readComputeWrite(key, updater));
  }

  close(): Promise<void> {
    return this.#admission.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #readComputeWrite(key: number, updater: Updater<number>): Promise<number> {
    // No updater runs before `update` has returned.
    await turnIfDue();
    const current = this.#cells.read(key);
    // Every other client runs during this await, and those of other threads even without it.
    const next = await updater(current);
    assertNumber(next);
    this.#cells.write(key, next);
    return next;
  }
}

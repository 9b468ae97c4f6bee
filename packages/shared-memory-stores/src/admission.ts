/**
 * What one handle accepts, and when the last of it is over: the same for every strategy here.
 *
 * Closing a handle ends what this member began and nothing else. The state stays as it is, since
 * the other members go on.
 */
import { nextTurn, rejectInTurn } from "@sync-strategies/event-loop";
import { StoreClosedError, type OperationOptions } from "@sync-strategies/state-store";
import type { NumberCells } from "./number-cells.ts";

export class Admission {
  readonly #cells: Pick<NumberCells, "keys" | "close">;
  /** Operations that have not settled within their call. */
  #open = 0;
  #onNoneOpen: (() => void) | undefined;
  #closed: Promise<void> | undefined;

  constructor(cells: Pick<NumberCells, "keys" | "close">) {
    this.#cells = cells;
  }

  /** The rejection of an operation that must not begin; undefined if it may. */
  refusal(key: number, options: OperationOptions | undefined): Promise<never> | undefined {
    if (this.#closed !== undefined) return rejectInTurn(new StoreClosedError());
    const signal = options?.signal;
    if (signal?.aborted === true) return rejectInTurn(signal.reason);
    if (Number.isInteger(key) && key >= 0 && key < this.#cells.keys) return undefined;
    const range = `a whole number from 0 to ${this.#cells.keys - 1}`;
    return rejectInTurn(new RangeError(`A key of this store is ${range}, not ${String(key)}.`));
  }

  /** The same for an operation that is given its value. */
  refusalOfValue(
    key: number,
    value: number,
    options: OperationOptions | undefined,
  ): Promise<never> | undefined {
    const refused = this.refusal(key, options);
    if (refused !== undefined || typeof value === "number") return refused;
    return rejectInTurn(notANumber(value));
  }

  /** Keeps the handle open for an operation that waits. Settles as it does. */
  async during<Result>(operation: Promise<Result>): Promise<Result> {
    this.#open += 1;
    try {
      return await operation;
    } finally {
      this.#open -= 1;
      if (this.#open === 0) this.#onNoneOpen?.();
    }
  }

  close(): Promise<void> {
    return (this.#closed ??= this.#drain());
  }

  async #drain(): Promise<void> {
    if (this.#open > 0) {
      await new Promise<void>((resolve) => {
        this.#onNoneOpen = resolve;
      });
    }
    // An answer may still wait for the event loop's turn: at most for this one.
    await nextTurn();
    await this.#cells.close?.();
  }
}

/** What an updater made, if shared memory can hold it. */
export function assertNumber(value: unknown): asserts value is number {
  if (typeof value !== "number") throw notANumber(value);
}

function notANumber(value: unknown): TypeError {
  const what = value === null ? "null" : typeof value;
  return new TypeError(`A value of this store is a number, not ${what}.`);
}

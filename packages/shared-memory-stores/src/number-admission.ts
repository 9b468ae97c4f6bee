/** What a handle on numbers accepts: whole numbers in a range as keys, and numbers as values. */
import { rejectInTurn } from "@sync-strategies/event-loop";
import type { OperationOptions } from "@sync-strategies/state-store";
import { Admission } from "./admission.ts";
import type { NumberCells } from "./number-cells.ts";

export class NumberAdmission extends Admission {
  readonly #keys: number;

  constructor(cells: Pick<NumberCells, "keys" | "close">) {
    super(() => cells.close?.());
    this.#keys = cells.keys;
  }

  /** The rejection of an operation that must not begin; undefined if it may. */
  refusalOfKey(key: number, options: OperationOptions | undefined): Promise<never> | undefined {
    const refused = this.refusal(options);
    if (refused !== undefined) return refused;
    if (Number.isInteger(key) && key >= 0 && key < this.#keys) return undefined;
    const range = `a whole number from 0 to ${this.#keys - 1}`;
    return rejectInTurn(new RangeError(`A key of this store is ${range}, not ${String(key)}.`));
  }

  /** The same for an operation that is given its value. */
  refusalOfValue(
    key: number,
    value: number,
    options: OperationOptions | undefined,
  ): Promise<never> | undefined {
    const refused = this.refusalOfKey(key, options);
    if (refused !== undefined || typeof value === "number") return refused;
    return rejectInTurn(notANumber(value));
  }
}

/** What an updater made, if the cells can hold it. */
export function assertNumber(value: unknown): asserts value is number {
  if (typeof value !== "number") throw notANumber(value);
}

function notANumber(value: unknown): TypeError {
  const what = value === null ? "null" : typeof value;
  return new TypeError(`A value of this store is a number, not ${what}.`);
}

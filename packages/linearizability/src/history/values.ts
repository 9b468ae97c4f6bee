/**
 * Gives values numbers, so that a column of numbers can hold any of them, and two are the same
 * value (fingerprint.ts) exactly if they have the same number.
 *
 * A whole number from 0 on stands for itself, as a recorder writes it, and -1 for `null`. All other
 * values get negative numbers from a table: even ones for texts, odd ones for the rest. A value
 * comes back as the first of those that are the same: `{a, b}` for `{b, a}`.
 */
import { fingerprint, type Fingerprint } from "./fingerprint.ts";
import { TextTable } from "./text-table.ts";

/**
 * Means "never written" in the columns of values: `null`, as far as a reader can tell. Real values
 * of a recorder are 0 or more.
 */
export const UNWRITTEN = -1;

/** The number of `undefined`: there is no such input or output. */
export const ABSENT = -3;

const FIRST_TEXT = -2;

export class Values {
  readonly #texts = new TextTable();
  readonly #others: unknown[] = [undefined];
  readonly #numbers = new Map<Fingerprint, number>([[undefined, ABSENT]]);

  numberOf(value: unknown): number {
    const fixed = fixedNumberOf(value);
    if (fixed !== undefined) return fixed;
    if (isText(value)) return numberOfText(this.#texts.numberOf(value));
    const print = fingerprint(value);
    const known = this.#numbers.get(print);
    if (known !== undefined) return known;
    const number = ABSENT - 2 * this.#others.length;
    this.#others.push(value);
    this.#numbers.set(print, number);
    return number;
  }

  /** The number of the text in `bytes` (UTF-8) from `start` to `end`. */
  numberOfBytes(bytes: Uint8Array, start: number, end: number): number {
    return numberOfText(this.#texts.numberOfBytes(bytes, start, end));
  }

  /** The number of a value, or `undefined` if it has none yet. */
  find(value: unknown): number | undefined {
    const fixed = fixedNumberOf(value);
    if (fixed !== undefined) return fixed;
    if (!isText(value)) return this.#numbers.get(fingerprint(value));
    const text = this.#texts.find(value);
    return text === undefined ? undefined : numberOfText(text);
  }

  valueOf(number: number): unknown {
    if (number >= 0) return number;
    if (number === UNWRITTEN) return null;
    const isOfText = number % 2 === 0;
    return isOfText
      ? this.#texts.textOf((FIRST_TEXT - number) / 2)
      : this.#others[(ABSENT - number) / 2];
  }
}

/** The number of a value that needs no table. */
function fixedNumberOf(value: unknown): number | undefined {
  if (value === null) return UNWRITTEN;
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined;
}

/** Whether it is a string that UTF-8 can hold; another one is a value like any other. */
function isText(value: unknown): value is string {
  return typeof value === "string" && !/\p{Surrogate}/u.test(value);
}

function numberOfText(text: number): number {
  return FIRST_TEXT - 2 * text;
}

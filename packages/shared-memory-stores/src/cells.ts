/**
 * The layout of the state in shared memory: one line of 64 bytes per key, and one before all of
 * them for what belongs to the whole state.
 *
 * A processor moves memory between its cores by the line. What one operation touches is therefore
 * on one line, and what two keys need never is: a thread that changes a key does not slow down the
 * threads that use another.
 *
 * | word of a key's line | what |
 * |---|---|
 * | 0 and 1 | the value, a 64-bit floating point number in the machine's byte order |
 * | 2 | the key's lock |
 * | 3 | the key's version |
 * | 4 | a sign of life of the thread that holds the key's lock |
 *
 * A key that was never written holds a NaN that no write leaves: writes store every NaN as the one
 * that JavaScript's `NaN` is. So every number differs from "never written", NaN and -0 too.
 *
 * Memory ordering: here are plain loads and stores. The holder of the lock that guards a key may
 * use them, since taking and releasing the lock are atomic, and JavaScript orders all that happens
 * before one atomic access with all that happens after another that sees it. Without a lock there
 * are {@link SequencedCells} and {@link AtomicCells}.
 */

import type { NumberCells } from "./number-cells.ts";

/** The words of a line: 64 bytes, as on nearly all processors. */
const LINE_WORDS = 16;

/** What a key takes in shared memory, however many threads there are. */
export const BYTES_PER_KEY = LINE_WORDS * Int32Array.BYTES_PER_ELEMENT;

/**
 * The high half of a NaN that stands for "never written"; the low one is 0. JavaScript's own NaN has
 * 0x7FF80000.
 */
export const NEVER_WRITTEN = 0x7ffabcde;

/** The word of the state's own lock. */
export const STATE_LOCK = 0;

const LOCK = 2;
const VERSION = 3;
const SIGN_OF_LIFE = 4;

/** Which half of a number the machine keeps first. */
export const [LOW, HIGH] = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? [0, 1] : [1, 0];

export const lineOf = (key: number): number => (key + 1) * LINE_WORDS;
export const lockOf = (key: number): number => lineOf(key) + LOCK;
export const versionOf = (key: number): number => lineOf(key) + VERSION;
export const signOfLifeOf = (key: number): number => lineOf(key) + SIGN_OF_LIFE;

/** Makes the memory of an empty state. */
export function createCells(keys: number): SharedArrayBuffer {
  const buffer = new SharedArrayBuffer((keys + 1) * BYTES_PER_KEY);
  const words = new Int32Array(buffer);
  for (let key = 0; key < keys; key += 1) words[lineOf(key) + HIGH] = NEVER_WRITTEN;
  return buffer;
}

export class Cells implements NumberCells {
  readonly words: Int32Array<SharedArrayBuffer>;
  /** The keys are the whole numbers below this one. */
  readonly keys: number;
  readonly #numbers: Float64Array<SharedArrayBuffer>;

  constructor(buffer: SharedArrayBuffer) {
    this.keys = buffer.byteLength / BYTES_PER_KEY - 1;
    this.words = new Int32Array(buffer);
    this.#numbers = new Float64Array(buffer);
  }

  read(key: number): number | undefined {
    const line = lineOf(key);
    const value = this.#numbers[line / 2];
    // Nearly every value equals itself, and needs no second look.
    if (value === value) return value;
    if (this.words[line + HIGH] === NEVER_WRITTEN) return undefined;
    // What was written once is never unwritten: a number, even if another thread wrote it just now.
    return this.#numbers[line / 2];
  }

  write(key: number, value: number): void {
    // Which NaN is stored must not depend on where this one comes from.
    this.#numbers[lineOf(key) / 2] = value === value ? value : Number.NaN;
  }
}

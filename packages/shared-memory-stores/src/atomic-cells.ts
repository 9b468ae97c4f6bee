/**
 * Cells that are read and changed without a lock, each in one access to memory: no other thread finds
 * a change half done, nor does one that goes on when a thread has been terminated, wherever that was.
 *
 * A value is the bits of a 64-bit number, and JavaScript accesses 64 bits in one step as a BigInt.
 * To compare bits is enough: a change of a key that holds the value that was seen takes effect at the
 * moment of the exchange, whatever the key has held in between.
 *
 * Memory ordering: all accesses are atomic, and so sequentially consistent.
 */
import { NEVER_WRITTEN, lineOf, type Cells } from "./cells.ts";

const NEVER_WRITTEN_BITS = BigInt(NEVER_WRITTEN) << 32n;

// The same 8 bytes as a number and as its bits.
const number = new Float64Array(1);
const bits = new BigInt64Array(number.buffer);

export class AtomicCells {
  readonly #words: BigInt64Array<SharedArrayBuffer>;

  constructor({ words }: Cells) {
    this.#words = new BigInt64Array(words.buffer);
  }

  read(key: number): number | undefined {
    return valueOf(this.look(key));
  }

  /** The bits of the value: see {@link valueOf}. */
  look(key: number): bigint {
    return Atomics.load(this.#words, lineOf(key) / 2);
  }

  /** Replaces the value if the key holds what was seen. False, and no change, otherwise. */
  change(key: number, seen: bigint, value: number): boolean {
    return Atomics.compareExchange(this.#words, lineOf(key) / 2, seen, bitsOf(value)) === seen;
  }

  /** Replaces the value, whatever it is. */
  write(key: number, value: number): void {
    Atomics.store(this.#words, lineOf(key) / 2, bitsOf(value));
  }
}

/** The value of a key; undefined if it was never written. */
export function valueOf(seen: bigint): number | undefined {
  bits[0] = seen;
  const value = number[0]!;
  // Nearly every value equals itself, and needs no second look.
  return value !== value && seen === NEVER_WRITTEN_BITS ? undefined : value;
}

function bitsOf(value: number): bigint {
  number[0] = value === value ? value : Number.NaN;
  return bits[0]!;
}

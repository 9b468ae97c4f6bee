/**
 * Cells that one thread at a time changes, the holder of a lock, and that others read meanwhile without
 * it: a reader looks at the key's version before and after, and tries again if it has changed or is
 * odd (the sequence lock of Linux: Lameter, *Effective Synchronization on Linux/NUMA Systems*, 2005).
 *
 * Invariant: a version is odd exactly while the lock's holder changes the value, and two values in a
 * row have different versions. A version counts to 2^31 and begins anew. A read lasts for some
 * instructions: it would have to be stopped there during exactly 2^31 changes, a quarter of an hour's.
 *
 * That serves values of any size. Here they are two words, the halves of a number; a single number
 * can do without, see {@link AtomicCells}. The price: a thread that is terminated in the midst of a
 * change leaves the version odd, and the key can never be read again.
 *
 * Memory ordering: all accesses are atomic, and so sequentially consistent in JavaScript. Plain ones
 * of the value would not do: on ARM, a plain load may be carried out after the second look at the
 * version (Boehm, *Can Seqlocks Get Along with Programming Language Memory Models?*, MSPC 2012).
 */
import { HIGH, LOW, NEVER_WRITTEN, lineOf, versionOf, type Cells } from "./cells.ts";

/** How often a reader tries before it gives other tasks their turn: a change takes no longer. */
const TRIES = 1000;

/** What a read returns if a change was under way all the time: its thread does not run just now. */
export const CHANGING = null;

// The halves of one number, to be put together and taken apart.
const number = new Float64Array(1);
const halves = new Int32Array(number.buffer);

export class SequencedCells {
  readonly #words: Int32Array<SharedArrayBuffer>;

  constructor({ words }: Cells) {
    this.#words = words;
  }

  /** The value, or {@link CHANGING}. */
  read(key: number): number | undefined | typeof CHANGING {
    const words = this.#words;
    const line = lineOf(key);
    const versionAt = versionOf(key);
    for (let tries = 0; tries < TRIES; tries += 1) {
      const version = Atomics.load(words, versionAt);
      if ((version & 1) !== 0) continue;
      const low = Atomics.load(words, line + LOW);
      const high = Atomics.load(words, line + HIGH);
      if (Atomics.load(words, versionAt) !== version) continue;
      return join(low, high);
    }
    return CHANGING;
  }

  /** Replaces the value. Only the lock's holder may call this. */
  write(key: number, value: number): void {
    const words = this.#words;
    const line = lineOf(key);
    const versionAt = versionOf(key);
    // Which NaN is stored must not depend on where this one comes from.
    number[0] = value === value ? value : Number.NaN;
    const version = Atomics.add(words, versionAt, 1);
    Atomics.store(words, line + LOW, halves[LOW]!);
    Atomics.store(words, line + HIGH, halves[HIGH]!);
    Atomics.store(words, versionAt, (version + 2) | 0);
  }
}

function join(low: number, high: number): number | undefined {
  halves[LOW] = low;
  halves[HIGH] = high;
  const value = number[0];
  return value !== value && high === NEVER_WRITTEN ? undefined : value;
}

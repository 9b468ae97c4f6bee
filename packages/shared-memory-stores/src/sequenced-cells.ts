/**
 * Cells that are read without a lock: a reader looks at the key's version before and after, and
 * tries again if it has changed or is odd (the sequence lock of Linux: Lameter, *Effective
 * Synchronization on Linux/NUMA Systems*, 2005).
 *
 * Invariant: a version is odd exactly while the thread that made it so changes the value. Each
 * change leaves a version that the key has never had, so an update that finds the version it started
 * from knows that nothing has changed, not even to another value and back.
 *
 * A version counts to 2^31 and begins anew; the key's era counts how often. An updater may await for
 * days, so a change compares both. A read lasts for some instructions and compares the version
 * alone: it would have to be stopped there during exactly 2^31 changes, a quarter of an hour's.
 *
 * Memory ordering: all accesses are atomic, and so sequentially consistent in JavaScript. Plain ones
 * of the value would not do: on ARM, a plain load may be carried out after the second look at the
 * version (Boehm, *Can Seqlocks Get Along with Programming Language Memory Models?*, MSPC 2012). The
 * value is read and written as two halves, because JavaScript has no atomic access to a 64-bit
 * number but as a BigInt, which is an object and slow; the version keeps the halves together.
 */
import { HIGH, LOW, NEVER_WRITTEN, eraOf, lineOf, versionOf, type Cells } from "./cells.ts";

/** How often a reader tries before it gives other tasks their turn: a change takes no longer. */
const TRIES = 1000;

/** What a read returns if a change was under way all the time: its thread does not run just now. */
export const CHANGING = null;

// The halves of one number, to be put together and taken apart.
const number = new Float64Array(1);
const halves = new Int32Array(number.buffer);

/** What an update starts from. */
export interface Seen {
  readonly value: number | undefined;
  readonly version: number;
  readonly era: number;
}

export class SequencedCells {
  readonly #words: Int32Array<SharedArrayBuffer>;
  /** The version of the value that was read last. */
  #version = 0;

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
      this.#version = version;
      return join(low, high);
    }
    return CHANGING;
  }

  /** The value with its version, or {@link CHANGING}. */
  look(key: number): Seen | typeof CHANGING {
    const words = this.#words;
    for (let tries = 0; tries < TRIES; tries += 1) {
      const value = this.read(key);
      if (value === CHANGING) break;
      const seen = { value, version: this.#version, era: Atomics.load(words, eraOf(key)) };
      if (Atomics.load(words, versionOf(key)) === seen.version) return seen;
    }
    return CHANGING;
  }

  /** Replaces the value if it has not changed since it was seen. False, and no change, otherwise. */
  change(key: number, { version, era }: Omit<Seen, "value">, value: number): boolean {
    const words = this.#words;
    const line = lineOf(key);
    const versionAt = versionOf(key);
    const eraAt = eraOf(key);
    // Which NaN is stored must not depend on where this one comes from.
    number[0] = value === value ? value : Number.NaN;
    const low = halves[LOW]!;
    const high = halves[HIGH]!;
    const changing = (version + 1) | 0;
    const next = (version + 2) | 0;
    if (Atomics.compareExchange(words, versionAt, version, changing) !== version) return false;
    // Until the version is even again, readers wait. A thread is terminated where it calls a
    // function of ours or runs a loop once more, so there must be neither.
    if (Atomics.load(words, eraAt) !== era) {
      Atomics.store(words, versionAt, version);
      return false;
    }
    Atomics.store(words, line + LOW, low);
    Atomics.store(words, line + HIGH, high);
    if (next === 0) Atomics.add(words, eraAt, 1);
    Atomics.store(words, versionAt, next);
    return true;
  }

  /** Replaces the value, whatever it is. False, and no change, if others changed it all the time. */
  write(key: number, value: number): boolean {
    const words = this.#words;
    for (let tries = 0; tries < TRIES; tries += 1) {
      const version = Atomics.load(words, versionOf(key));
      const era = Atomics.load(words, eraOf(key));
      if ((version & 1) === 0 && this.change(key, { version, era }, value)) return true;
    }
    return false;
  }
}

function join(low: number, high: number): number | undefined {
  halves[LOW] = low;
  halves[HIGH] = high;
  const value = number[0];
  return value !== value && high === NEVER_WRITTEN ? undefined : value;
}

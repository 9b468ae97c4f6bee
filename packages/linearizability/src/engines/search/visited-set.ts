/**
 * Entries of the same few words each, numbered in the order of their adding: a hash table with open
 * addressing over typed arrays.
 *
 * It compares whole entries, so it is never wrong; without memory it stops accepting entries.
 */
import type { Spending } from "../budget.ts";

/** Small, since a history of many keys makes one set for each. */
const SMALLEST_CAPACITY = 16;

const EMPTY = -1;

export class VisitedSet {
  readonly #spending: Spending;
  /** Words of an entry, behind which is its number. */
  readonly #width: number;
  #capacity = SMALLEST_CAPACITY;
  #words: Int32Array;
  #size = 0;
  #isFull: boolean;

  constructor(width: number, spending: Spending) {
    this.#width = width;
    this.#spending = spending;
    this.#words = this.#allocate(SMALLEST_CAPACITY);
    this.#isFull = !spending.take(this.#words.byteLength);
  }

  /** How many entries there are: the number that the next one will have. */
  get size(): number {
    return this.#size;
  }

  /** The number of the entry, which is added if it is new; `undefined` if there is no room for it. */
  add(entry: Int32Array): number | undefined {
    const slot = this.#slotOf(this.#words, this.#capacity, entry);
    const number = this.#words[slot + this.#width]!;
    if (number !== EMPTY) return number;
    if (this.#isFull) return undefined;
    this.#words.set(entry, slot);
    this.#words[slot + this.#width] = this.#size++;
    if (this.#size * 2 > this.#capacity) this.#grow();
    return this.#size - 1;
  }

  /** Frees the memory. Nothing may be added afterwards. */
  release(): void {
    this.#spending.giveBack(this.#words.byteLength);
    this.#words = new Int32Array(0);
  }

  #grow(): void {
    const bytes = this.#words.byteLength;
    if (!this.#spending.take(bytes * 2)) {
      this.#isFull = true;
      return;
    }
    const capacity = this.#capacity * 2;
    const words = this.#allocate(capacity);
    for (let at = 0; at < this.#words.length; at += this.#width + 1) {
      if (this.#words[at + this.#width] === EMPTY) continue;
      const entry = this.#words.subarray(at, at + this.#width + 1);
      words.set(entry, this.#slotOf(words, capacity, entry));
      this.#spending.countStep();
    }
    this.#words = words;
    this.#capacity = capacity;
    this.#spending.giveBack(bytes);
  }

  #allocate(capacity: number): Int32Array {
    return new Int32Array(capacity * (this.#width + 1)).fill(EMPTY);
  }

  /** The offset of the entry, or where it would be added. */
  #slotOf(words: Int32Array, capacity: number, entry: Int32Array): number {
    const width = this.#width;
    let hash = 0;
    for (let index = 0; index < width; index++) {
      hash = Math.imul(hash ^ entry[index]!, 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    for (let slot = hash & (capacity - 1); ; slot = (slot + 1) & (capacity - 1)) {
      const at = slot * (width + 1);
      if (words[at + width] === EMPTY) return at;
      let index = 0;
      while (index < width && words[at + index] === entry[index]) index++;
      if (index === width) return at;
    }
  }
}

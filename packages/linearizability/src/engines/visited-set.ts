/**
 * The positions of a search that are known to lead nowhere: a hash table with open addressing
 * over one typed array, every entry the same few words.
 *
 * It compares whole entries, so it is never wrong; without memory it stops accepting entries.
 */
import type { Spending } from "./budget.ts";

/** Small, since a history of many keys makes one set for each. */
const SMALLEST_CAPACITY = 16;

export class VisitedSet {
  readonly #spending: Spending;
  /** Words of an entry, the first of which is never 0. */
  readonly #width: number;
  #capacity = SMALLEST_CAPACITY;
  #words: Int32Array;
  #size = 0;
  #full = false;

  constructor(width: number, spending: Spending) {
    this.#width = width;
    this.#spending = spending;
    this.#words = new Int32Array(SMALLEST_CAPACITY * width);
    spending.take(this.#words.byteLength);
  }

  /** Adds the entry. Returns false if it was there already. */
  add(entry: Int32Array): boolean {
    const slot = this.#slotOf(this.#words, this.#capacity, entry);
    if (this.#words[slot] !== 0) return false;
    if (this.#full) return true;
    this.#words.set(entry, slot);
    this.#size++;
    if (this.#size * 2 > this.#capacity) this.#grow();
    return true;
  }

  /** Frees the memory. Nothing may be added afterwards. */
  release(): void {
    this.#spending.giveBack(this.#words.byteLength);
    this.#words = new Int32Array(0);
  }

  #grow(): void {
    const bytes = this.#words.byteLength;
    if (!this.#spending.take(bytes * 2)) {
      this.#full = true;
      return;
    }
    const capacity = this.#capacity * 2;
    const words = new Int32Array(capacity * this.#width);
    for (let at = 0; at < this.#words.length; at += this.#width) {
      if (this.#words[at] === 0) continue;
      const entry = this.#words.subarray(at, at + this.#width);
      words.set(entry, this.#slotOf(words, capacity, entry));
    }
    this.#words = words;
    this.#capacity = capacity;
    this.#spending.giveBack(bytes);
  }

  /** The offset of the entry, or where it would be added. */
  #slotOf(words: Int32Array, capacity: number, entry: Int32Array): number {
    const width = this.#width;
    let hash = 0;
    for (let index = 0; index < width; index++) {
      hash = Math.imul(hash ^ (entry[index] ?? 0), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    for (let slot = hash & (capacity - 1); ; slot = (slot + 1) & (capacity - 1)) {
      const at = slot * width;
      if (words[at] === 0) return at;
      let index = 0;
      while (index < width && words[at + index] === entry[index]) index++;
      if (index === width) return at;
    }
  }
}

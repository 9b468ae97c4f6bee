/**
 * Gives each distinct text a number: 0, 1, 2 and so on, in the order of their first appearance.
 * Texts are taken from the bytes of a file as they are and no string is made of them, so that a
 * million of them cost a few bytes each and no work for the garbage collector.
 *
 * The bytes (UTF-8) lie one text after the other in one array; a hash table with open addressing
 * finds them.
 */
import { grown } from "./grown.ts";

const FREE = -1;

const encoder = new TextEncoder();
/** A mark of the byte order is a character like any other here. */
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

export class TextTable {
  #bytes = new Uint8Array(2 ** 10);
  /** Text n ends where text n + 1 begins. */
  #starts = new Uint32Array(2 ** 7);
  #slots = new Int32Array(2 ** 7).fill(FREE);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** @param text without lone surrogates, which UTF-8 cannot hold. */
  numberOf(text: string): number {
    const bytes = encoder.encode(text);
    return this.numberOfBytes(bytes, 0, bytes.length);
  }

  /** The number of the text in `bytes` from `start` to `end`, a new one if the text is new. */
  numberOfBytes(bytes: Uint8Array, start: number, end: number): number {
    const slot = this.#slotOf(bytes, start, end);
    const known = this.#slots[slot]!;
    return known === FREE ? this.#add(bytes.subarray(start, end), slot) : known;
  }

  /** The number of a text, or `undefined` if it has none. */
  find(text: string): number | undefined {
    const bytes = encoder.encode(text);
    const found = this.findBytes(bytes, 0, bytes.length);
    return found === FREE ? undefined : found;
  }

  /** The number of the text in `bytes` from `start` to `end`, or -1 if it has none. */
  findBytes(bytes: Uint8Array, start: number, end: number): number {
    return this.#slots[this.#slotOf(bytes, start, end)]!;
  }

  textOf(number: number): string {
    return decoder.decode(this.#bytes.subarray(this.#starts[number], this.#starts[number + 1]));
  }

  #add(text: Uint8Array, slot: number): number {
    const number = this.#size++;
    const start = this.#starts[number]!;
    const end = start + text.length;
    if (end > this.#bytes.length) this.#bytes = grown(this.#bytes, Math.max(end, 2 * start));
    if (number + 2 > this.#starts.length) this.#starts = grown(this.#starts, 2 * number);
    this.#bytes.set(text, start);
    this.#starts[number + 1] = end;
    this.#slots[slot] = number;
    if (2 * this.#size > this.#slots.length) this.#rebuild();
    return number;
  }

  #rebuild(): void {
    this.#slots = new Int32Array(2 * this.#slots.length).fill(FREE);
    for (let number = 0; number < this.#size; number++) {
      const [start, end] = [this.#starts[number]!, this.#starts[number + 1]!];
      this.#slots[this.#slotOf(this.#bytes, start, end)] = number;
    }
  }

  /** The slot of the text, or the slot in which it would be added. */
  #slotOf(bytes: Uint8Array, start: number, end: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hashOf(bytes, start, end) & mask;
    for (; ; slot = (slot + 1) & mask) {
      const number = slots[slot]!;
      if (number === FREE || this.#holds(number, bytes, start, end)) return slot;
    }
  }

  #holds(number: number, bytes: Uint8Array, start: number, end: number): boolean {
    let at = this.#starts[number]!;
    if (this.#starts[number + 1]! - at !== end - start) return false;
    for (let other = start; other < end; other++, at++) {
      if (this.#bytes[at] !== bytes[other]) return false;
    }
    return true;
  }
}

/** FNV-1a, with its bits mixed once more, since the lowest ones choose the slot. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  return hash ^ (hash >>> 15);
}

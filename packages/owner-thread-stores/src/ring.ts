/**
 * A queue in shared memory, from one thread to one other, without a lock (Lamport, *Specifying
 * Concurrent Program Modules*, TOPLAS 1983).
 *
 * `tail` counts the records that were put in, and only the writer changes it; `head` counts those
 * that were taken out, and only the reader changes it. Both run on past the ring's size, and around
 * after 2^32.
 *
 * Memory order: records are plain memory. The writer fills a place, and then shows it by
 * `Atomics.store` of the tail; the reader first reads the tail by `Atomics.load`. A load that
 * finds what was stored comes after all that came before the store, so no record is read before it
 * is whole. The head does the same in the other direction: no place is filled again before it was
 * read.
 *
 * Head and tail have cache lines to themselves, as the records have, or each store by one thread
 * would take from the other thread's cache what that one is working on.
 *
 * Invariant: `0 <= tail - head <= RING_RECORDS`.
 */

/** A power of two, so that places go on in order when the counts start again from 0. */
export const RING_RECORDS = 1024;

/** Two lines of 64 bytes: processors fetch the neighbour of a line along with it. */
export const LINE_BYTES = 128;

/** Three whole numbers, four bytes that no field needs, and a number. */
const RECORD_BYTES = 24;
const RECORD_INTS = RECORD_BYTES / Int32Array.BYTES_PER_ELEMENT;
const RECORD_FLOATS = RECORD_BYTES / Float64Array.BYTES_PER_ELEMENT;
const VALUE = 2;

export const RING_BYTES = 2 * LINE_BYTES + RING_RECORDS * RECORD_BYTES;

/** The memory of a ring, as both of its ends see it. */
class RingMemory {
  readonly tail: Int32Array;
  readonly head: Int32Array;
  readonly ints: Int32Array;
  readonly floats: Float64Array;

  constructor(memory: SharedArrayBuffer, offset: number) {
    const records = offset + 2 * LINE_BYTES;
    this.tail = new Int32Array(memory, offset, 1);
    this.head = new Int32Array(memory, offset + LINE_BYTES, 1);
    this.ints = new Int32Array(memory, records, RING_RECORDS * RECORD_INTS);
    this.floats = new Float64Array(memory, records, RING_RECORDS * RECORD_FLOATS);
  }
}

/** The end that records are put in. There is one per ring. */
export class RingWriter {
  readonly #ring: RingMemory;
  #tail = 0;
  /** What the head was when last looked at: it may have gone on, never back. */
  #seenHead = 0;
  #shownTail = 0;
  /** What found the ring full. */
  #backlog: (readonly [tag: number, id: number, key: number, value: number])[] = [];

  constructor(memory: SharedArrayBuffer, offset: number) {
    this.#ring = new RingMemory(memory, offset);
  }

  get hasBacklog(): boolean {
    return this.#backlog.length > 0;
  }

  /** Puts a record in, which the reader sees once it is shown. */
  put(tag: number, id: number, key: number, value: number): void {
    if (this.hasBacklog || !this.#hasRoom()) {
      this.#backlog.push([tag, id, key, value]);
      return;
    }
    const place = this.#tail & (RING_RECORDS - 1);
    const { ints, floats } = this.#ring;
    const at = place * RECORD_INTS;
    ints[at] = tag;
    ints[at + 1] = id;
    ints[at + 2] = key;
    floats[place * RECORD_FLOATS + VALUE] = value;
    this.#tail = (this.#tail + 1) | 0;
  }

  /** Shows the reader what was put in, except what still finds no room; returns whether it is new. */
  show(): boolean {
    if (this.hasBacklog) this.#putBacklog();
    if (this.#tail === this.#shownTail) return false;
    this.#shownTail = this.#tail;
    Atomics.store(this.#ring.tail, 0, this.#tail);
    return true;
  }

  #putBacklog(): void {
    const backlog = this.#backlog;
    this.#backlog = [];
    for (const record of backlog) this.put(...record);
  }

  #hasRoom(): boolean {
    if (((this.#tail - this.#seenHead) | 0) < RING_RECORDS) return true;
    this.#seenHead = Atomics.load(this.#ring.head, 0);
    return ((this.#tail - this.#seenHead) | 0) < RING_RECORDS;
  }
}

/** The end that records are taken out of. There is one per ring. */
export class RingReader {
  readonly #ring: RingMemory;
  #head = 0;

  constructor(memory: SharedArrayBuffer, offset: number) {
    this.#ring = new RingMemory(memory, offset);
  }

  get isEmpty(): boolean {
    return Atomics.load(this.#ring.tail, 0) === this.#head;
  }

  /** Takes out what has been shown by now, in its order; returns whether there was anything. */
  take(receive: (tag: number, id: number, key: number, value: number) => void): boolean {
    const tail = Atomics.load(this.#ring.tail, 0);
    if (tail === this.#head) return false;
    const { ints, floats } = this.#ring;
    for (let count = this.#head; count !== tail; count = (count + 1) | 0) {
      const place = count & (RING_RECORDS - 1);
      const at = place * RECORD_INTS;
      receive(ints[at]!, ints[at + 1]!, ints[at + 2]!, floats[place * RECORD_FLOATS + VALUE]!);
    }
    this.#head = tail;
    Atomics.store(this.#ring.head, 0, tail);
    return true;
  }
}

/**
 * The waiters at one end of a channel, except the oldest, in the order of their arrival. Any
 * waiter can leave in O(1).
 *
 * A ring: waiter number n is in slot `n & mask`, and the numbers only grow, so no waiter is ever
 * shifted. A waiter that leaves early leaves its slot empty, and `takeFirst` skips it.
 *
 * Invariants:
 * - `#head <= #tail <= #head + #slots.length`, and the number of slots is a power of two.
 * - A waiter is in the queue exactly if slot `waiter.place & mask` holds it. The queue refers to
 *   no other waiter, and waiters do not refer to each other, so a waiter that is kept for later
 *   keeps no other in memory.
 *
 * A linked list would need no slots. But the garbage collector's parallel threads can follow a
 * list only from one waiter to the next: with 10,000 clients a ring is twice as fast.
 */
const INITIAL_SLOTS = 4;

/** A ring with more slots than this is dropped once the queue is empty. */
const MOST_SLOTS_KEPT = 2 ** 14;

/** A waiter's number in its queue. Only the queue sets it. */
export interface Waiter {
  place: number;
}

export class WaitQueue<Node extends Waiter> {
  #slots = emptySlots<Node>(INITIAL_SLOTS);
  #head = 0;
  #tail = 0;
  #length = 0;

  /** The number of waiters. */
  get length(): number {
    return this.#length;
  }

  /** Adds a waiter behind all others. */
  add(waiter: Node): void {
    if (this.#tail - this.#head === this.#slots.length) this.#makeRoom();
    waiter.place = this.#tail;
    this.#slots[this.#tail & (this.#slots.length - 1)] = waiter;
    this.#tail += 1;
    this.#length += 1;
  }

  /** Removes and returns the oldest waiter; `undefined` if the queue is empty. */
  takeFirst(): Node | undefined {
    const mask = this.#slots.length - 1;
    while (this.#head !== this.#tail) {
      const slot = this.#head & mask;
      const waiter = this.#slots[slot];
      this.#head += 1;
      if (waiter !== undefined) {
        this.#slots[slot] = undefined;
        this.#length -= 1;
        return waiter;
      }
    }
    this.#startAnew();
    return undefined;
  }

  /** Removes a waiter, if it is in the queue. */
  remove(waiter: Node): void {
    const slot = waiter.place & (this.#slots.length - 1);
    if (this.#slots[slot] !== waiter) return;
    this.#slots[slot] = undefined;
    this.#length -= 1;
    if (this.#length === 0) this.#startAnew();
  }

  /** The queue is empty: the numbers restart at 0, so that they stay small integers. */
  #startAnew(): void {
    this.#head = 0;
    this.#tail = 0;
    if (this.#slots.length > MOST_SLOTS_KEPT) this.#slots = emptySlots(INITIAL_SLOTS);
  }

  /**
   * Moves the waiters to a ring of at least twice their number, and closes the gaps. So a queue
   * whose waiters keep leaving early does not grow.
   */
  #makeRoom(): void {
    let slotCount = INITIAL_SLOTS;
    while (slotCount < this.#length * 2) slotCount *= 2;

    const slots = emptySlots<Node>(slotCount);
    const mask = this.#slots.length - 1;
    let count = 0;
    for (let number = this.#head; number !== this.#tail; number += 1) {
      const waiter = this.#slots[number & mask];
      if (waiter === undefined) continue;
      waiter.place = count;
      slots[count] = waiter;
      count += 1;
    }
    this.#slots = slots;
    this.#head = 0;
    this.#tail = count;
  }
}

function emptySlots<Node>(count: number): (Node | undefined)[] {
  // Filled, so that the array has no holes, which are slower to read.
  return Array.from<Node | undefined>({ length: count }).fill(undefined);
}

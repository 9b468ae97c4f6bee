/**
 * Those who wait at one end of a channel behind the one who has waited longest, in the order in
 * which they came. Anyone can leave in O(1), wherever they stand.
 *
 * A ring: waiter number n stands in slot `n & mask`, and the numbers grow from one waiter to the
 * next, so nothing is shifted. Whoever leaves early leaves their slot empty, and `takeFirst`
 * steps over it.
 *
 * Invariants:
 * - `#head <= #tail <= #head + #slots.length`, and the slots' number is a power of two.
 * - A waiter stands in here exactly if slot `waiter.place & mask` holds it. Whoever does not is
 *   not referred to, so one that is kept for later keeps nobody else in memory.
 *
 * A linked list would need no slots. But the garbage collector, whose threads share the work, can
 * follow a list only from one waiter to the next: with 10,000 clients a ring is twice as fast.
 */
const INITIAL_SLOTS = 4;

/** A ring that was made for a larger crowd is dropped once nobody waits any more. */
const MOST_SLOTS_KEPT = 2 ** 14;

/** What a waiter carries for its queue, which alone sets it: its number. */
export interface Waiter {
  place: number;
}

export class WaitQueue<Node extends Waiter> {
  #slots = emptySlots<Node>(INITIAL_SLOTS);
  #head = 0;
  #tail = 0;
  #length = 0;

  /** How many wait. */
  get length(): number {
    return this.#length;
  }

  /** Puts a waiter behind all others. */
  add(waiter: Node): void {
    if (this.#tail - this.#head === this.#slots.length) this.#makeRoom();
    waiter.place = this.#tail;
    this.#slots[this.#tail & (this.#slots.length - 1)] = waiter;
    this.#tail += 1;
    this.#length += 1;
  }

  /** Takes the one who has waited longest out of the queue; `undefined` if nobody waits. */
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

  /** Takes a waiter out, wherever it stands, if it stands in here. */
  remove(waiter: Node): void {
    const slot = waiter.place & (this.#slots.length - 1);
    if (this.#slots[slot] !== waiter) return;
    this.#slots[slot] = undefined;
    this.#length -= 1;
    if (this.#length === 0) this.#startAnew();
  }

  /** Nobody waits: the numbers start anew, so that they stay small integers. */
  #startAnew(): void {
    this.#head = 0;
    this.#tail = 0;
    if (this.#slots.length > MOST_SLOTS_KEPT) this.#slots = emptySlots(INITIAL_SLOTS);
  }

  /**
   * Moves the waiters to a ring of at least twice their number, closing the gaps. So a queue
   * whose waiters all leave early, again and again, does not grow.
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

/**
 * A first-in, first-out buffer. Value number n is in slot `n & mask`, and the numbers only grow,
 * so no value is ever shifted: adding and taking are O(1).
 *
 * Invariants:
 * - The number of slots is a power of two, as the mask requires.
 * - The `tail - head` slots from `head` on hold the values. All other slots are empty, so the
 *   buffer keeps no taken value in memory.
 *
 * The buffer starts small and doubles when it is full, because a channel of a large capacity
 * seldom needs all of it. Its channel enforces the capacity.
 */
const INITIAL_SLOTS = 4;

export class RingBuffer<T> {
  #slots: (T | undefined)[] = emptySlots(INITIAL_SLOTS);
  #head = 0;
  #tail = 0;

  get length(): number {
    return this.#tail - this.#head;
  }

  push(value: T): void {
    if (this.length === this.#slots.length) this.#grow();
    this.#slots[this.#tail & (this.#slots.length - 1)] = value;
    this.#tail += 1;
  }

  /** Removes and returns the oldest value. The buffer must not be empty. */
  takeFirst(): T {
    const slot = this.#head & (this.#slots.length - 1);
    // `T` may include `undefined`, so an empty slot cannot be recognized; the caller has checked.
    const value = this.#slots[slot] as T;
    this.#slots[slot] = undefined;
    this.#head += 1;
    return value;
  }

  #grow(): void {
    const slots = emptySlots<T>(this.#slots.length * 2);
    const { length } = this;
    for (let index = 0; index < length; index += 1) slots[index] = this.takeFirst();
    this.#slots = slots;
    this.#head = 0;
    this.#tail = length;
  }
}

function emptySlots<T>(count: number): (T | undefined)[] {
  // Filled, so that the array has no holes, which are slower to read.
  return Array.from<T | undefined>({ length: count }).fill(undefined);
}

/**
 * Those that wait, in the order in which they came. A doubly linked list, so that one that gives up
 * can leave from any place, and leaves nothing behind.
 */
export interface Waiter {
  /** Does, while the lock is held, what takes no longer than a step. Left out by an update. */
  readonly step?: (() => void) | undefined;
  /** Tells the waiter that its step is done; or that it holds the lock, if it has no step. */
  readonly goOn: () => void;
  /** Rejects what the waiter waits for: it has given up, or the lock cannot be taken. */
  readonly fail: (reason: unknown) => void;
  previous?: Waiter | undefined;
  next?: Waiter | undefined;
}

export class Waiters {
  #first: Waiter | undefined;
  #last: Waiter | undefined;
  #count = 0;

  get count(): number {
    return this.#count;
  }

  append(waiter: Waiter): void {
    waiter.previous = this.#last;
    if (this.#last === undefined) this.#first = waiter;
    else this.#last.next = waiter;
    this.#last = waiter;
    this.#count += 1;
  }

  /** Removes the one that has waited longest, and returns it. */
  shift(): Waiter | undefined {
    const first = this.#first;
    if (first !== undefined) this.remove(first);
    return first;
  }

  remove(waiter: Waiter): void {
    if (waiter.previous === undefined) this.#first = waiter.next;
    else waiter.previous.next = waiter.next;
    if (waiter.next === undefined) this.#last = waiter.previous;
    else waiter.next.previous = waiter.previous;
    // A link from a removed waiter would keep younger waiters alive, uncollected.
    waiter.next = undefined;
    this.#count -= 1;
  }
}

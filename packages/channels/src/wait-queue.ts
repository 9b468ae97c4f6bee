/**
 * Those who wait at one end of a channel, the oldest first: a doubly linked list whose nodes are
 * the waiters themselves, so that anyone can leave in O(1), wherever they stand.
 *
 * Invariant: a waiter's `queue` is the queue that it stands in. A waiter that stands in none has
 * no neighbours either, so one that is kept for later keeps nobody else in memory.
 */
export class WaitQueue<Node extends Waiter<Node>> {
  #first: Node | undefined = undefined;
  #last: Node | undefined = undefined;

  /** The one who has waited longest, still in the queue. */
  get first(): Node | undefined {
    return this.#first;
  }

  add(waiter: Node): void {
    const last = this.#last;
    waiter.queue = this;
    waiter.previous = last;
    if (last === undefined) this.#first = waiter;
    else last.next = waiter;
    this.#last = waiter;
  }

  remove(waiter: Node): void {
    const { previous, next } = waiter;
    if (previous === undefined) this.#first = next;
    else previous.next = next;
    if (next === undefined) this.#last = previous;
    else next.previous = previous;
    waiter.queue = undefined;
    waiter.previous = undefined;
    waiter.next = undefined;
  }

  /** Takes the one who has waited longest out of the queue. */
  takeFirst(): Node | undefined {
    const first = this.#first;
    if (first !== undefined) this.remove(first);
    return first;
  }

  /** How many wait. They are counted one by one: this is for looking in, not for deciding. */
  count(): number {
    let count = 0;
    for (let waiter = this.#first; waiter !== undefined; waiter = waiter.next) count += 1;
    return count;
  }
}

/** What a node must have for the queue to link it. Only the queue writes these. */
export interface Waiter<Node extends Waiter<Node>> {
  queue: WaitQueue<Node> | undefined;
  previous: Node | undefined;
  next: Node | undefined;
}

/**
 * Looks after what waits in shared memory, every 100 ms, and keeps the thread alive meanwhile: a
 * pending `Atomics.waitAsync` does not, and ends with its process although a caller awaits it
 * (nodejs/node#44729).
 *
 * Invariant: there is a timer exactly while something is looked after.
 */
const INTERVAL_MS = 100;

export interface LookedAfter {
  look(): void;
}

export class Lookout {
  readonly #lookedAfter = new Set<LookedAfter>();
  #timer: NodeJS.Timeout | undefined;

  add(waiting: LookedAfter): void {
    this.#lookedAfter.add(waiting);
    this.#timer ??= setInterval(() => {
      for (const each of this.#lookedAfter) each.look();
    }, INTERVAL_MS);
  }

  delete(waiting: LookedAfter): void {
    if (!this.#lookedAfter.delete(waiting) || this.#lookedAfter.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

/**
 * A point at which threads wait for each other: none goes on before all have arrived.
 *
 * Between any two steps of a thread the others may run, by chance and seldom. With a rendezvous
 * between the two steps they do so every time. It blocks the thread, so nothing in it may be
 * awaited by another one meanwhile.
 *
 * Invariant: the counter only grows, and the nth meeting is over when n times as many arrivals as
 * there are threads have been counted.
 */
export class Rendezvous {
  readonly #arrivals: Int32Array<SharedArrayBuffer>;
  readonly #threads: number;

  /** @param memory four bytes, zero at first, that all of these threads share. */
  constructor(memory: SharedArrayBuffer, threads: number) {
    this.#arrivals = new Int32Array(memory);
    this.#threads = threads;
  }

  meet(): void {
    const place = Atomics.add(this.#arrivals, 0, 1);
    const end = place - (place % this.#threads) + this.#threads;
    for (;;) {
      const arrived = Atomics.load(this.#arrivals, 0);
      if (arrived >= end) break;
      Atomics.wait(this.#arrivals, 0, arrived);
    }
    Atomics.notify(this.#arrivals, 0);
  }
}

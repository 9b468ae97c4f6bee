/**
 * Wakes a thread that found nothing to do. Ringing costs one load while the thread is awake, and a
 * call of the system only when it sleeps.
 *
 * Invariant: no ring is missed. A thread that rings has shown its records before, and a thread that
 * falls asleep says so before it looks for records once more. The atomic operations of all threads
 * have one order, so either the sleeper sees the records, or the ringer sees it asleep (Dekker's
 * argument). Only the sleeper says that it is awake: a thread that rings may be terminated before it
 * has woken it, and the next one that rings must find it asleep.
 */

const AWAKE = 0;
const ASLEEP = 1;
/** Asleep, and rung for: who has not begun to wait need not begin. */
const RUNG = 2;

export class Bell {
  readonly #word: Int32Array;

  constructor(memory: SharedArrayBuffer, offset = 0) {
    this.#word = new Int32Array(memory, offset, 1);
  }

  ring(): void {
    if (Atomics.load(this.#word, 0) === AWAKE) return;
    Atomics.compareExchange(this.#word, 0, ASLEEP, RUNG);
    Atomics.notify(this.#word, 0);
  }

  /** From now on the bell rings. The thread must look for work once more before it waits. */
  fallAsleep(): void {
    Atomics.store(this.#word, 0, ASLEEP);
  }

  wakeUp(): void {
    Atomics.store(this.#word, 0, AWAKE);
  }

  /** Blocks the thread until it rings, or until that time has passed. */
  wait(timeoutMs = Infinity): void {
    Atomics.wait(this.#word, 0, ASLEEP, timeoutMs);
  }

  /** The same for a thread that must not block. Keeps no process alive. */
  async waitAsync(): Promise<void> {
    await Atomics.waitAsync(this.#word, 0, ASLEEP).value;
  }
}

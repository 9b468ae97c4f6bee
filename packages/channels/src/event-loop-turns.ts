/**
 * Gives the event loop its turns. A task that others wake as fast as it works, in microtasks
 * alone, keeps every timer and all I/O from running, however often it awaits. Go's scheduler
 * interrupts such a goroutine after 10 ms; here the task itself must step aside.
 *
 * The clock is read once in so many steps only, since that takes as long as a step.
 */
const STEPS_BETWEEN_LOOKS = 64;

/** How long a task may keep the event loop from its turn. */
const TURN_INTERVAL_MS = 10;

export class EventLoopTurns {
  #steps = 0;
  #lastTurnAt = performance.now();

  /** Counts a step. True if the event loop has waited long enough: then {@link next} is due. */
  isDue(): boolean {
    this.#steps += 1;
    if (this.#steps % STEPS_BETWEEN_LOOKS !== 0) return false;
    this.#steps = 0;
    return performance.now() - this.#lastTurnAt >= TURN_INTERVAL_MS;
  }

  /** Resolves in the event loop's next turn, when timers and I/O that are due have had theirs. */
  async next(): Promise<void> {
    // `setImmediate` is Node's own; elsewhere a timer has to do.
    await new Promise<void>((resolve) => {
      if (typeof setImmediate === "function") setImmediate(resolve);
      else setTimeout(resolve, 0);
    });
    this.#lastTurnAt = performance.now();
  }
}

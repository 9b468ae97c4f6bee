/**
 * Gives the event loop its turns. An actor whose clients ask again as soon as they are answered
 * works on in microtasks alone, and keeps every timer and all I/O from running. So it steps aside
 * now and then, by a budget of time.
 *
 * The clock is read once in so many steps only, since that takes as long as a step.
 */
const STEPS_BETWEEN_LOOKS = 64;

/** How long an actor may keep the event loop from its turn. */
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

  /** Calls back in the event loop's next turn, when what else was due has run. */
  next(goOn: () => void): void {
    const turn = (): void => {
      this.#lastTurnAt = performance.now();
      goOn();
    };
    // `setImmediate` is Node's own; elsewhere a timer has to do.
    if (typeof setImmediate === "function") setImmediate(turn);
    else setTimeout(turn, 0);
  }
}

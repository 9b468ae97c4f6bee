/**
 * The run's way with time: pauses, holds, and turns of the event loop.
 */
import type { Hold } from "./parameters.ts";

/** Resolves in the event loop's next turn, after the timers and the I/O that are due. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/**
 * Resolves after at least that time. Timers count whole milliseconds, so a fraction of one is
 * rounded up.
 */
function delay(microseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.ceil(microseconds / 1000)));
}

/** A function that awaits once what `hold` names. */
export function holder(hold: Hold): () => Promise<void> {
  if (hold === "microtask" || hold === 0) return () => Promise.resolve();
  if (hold === "immediate") return nextTurn;
  return () => delay(hold);
}

/**
 * A client's rest between two operations: an ordinary timer, set anew each time. One timer serves
 * all of a client's pauses, since making one costs as much as a fast store's operation, and so
 * does a list of all that are running.
 */
export class Pause {
  readonly #durationMs: number;
  #timer: NodeJS.Timeout | undefined = undefined;
  #wake: (() => void) | undefined = undefined;

  constructor(durationUs: number) {
    this.#durationMs = Math.ceil(durationUs / 1000);
  }

  /** Resolves after the pause's duration, or as soon as {@link end} is called. */
  sleep(): Promise<void> {
    return new Promise(this.#start);
  }

  /** Ends the pause that is going on, if any. */
  end(): void {
    clearTimeout(this.#timer);
    this.#wake?.();
  }

  readonly #start = (resolve: () => void): void => {
    this.#wake = resolve;
    if (this.#timer === undefined) this.#timer = setTimeout(this.#ring, this.#durationMs);
    else this.#timer.refresh();
  };

  readonly #ring = (): void => this.#wake?.();
}

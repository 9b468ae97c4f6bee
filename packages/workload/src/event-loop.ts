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

/** The pauses of a run's clients, which all end at once when the run does. */
export class Pauses {
  readonly #durationMs: number;
  readonly #sleeping = new Map<NodeJS.Timeout, () => void>();

  constructor(durationUs: number) {
    this.#durationMs = Math.ceil(durationUs / 1000);
  }

  /** Resolves after at least the pause's duration, or as soon as {@link endAll} is called. */
  sleep(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#sleeping.delete(timer);
        resolve();
      }, this.#durationMs);
      this.#sleeping.set(timer, resolve);
    });
  }

  endAll(): void {
    for (const [timer, resolve] of this.#sleeping) {
      clearTimeout(timer);
      resolve();
    }
    this.#sleeping.clear();
  }
}

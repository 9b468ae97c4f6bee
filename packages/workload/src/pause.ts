/**
 * A client's pause between two operations: an ordinary timer, started anew each time. One timer
 * serves all of a client's pauses: making one costs as much as a fast store's operation, and so
 * would a list of all running timers.
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

  /** Ends the running pause, if any. */
  end(): void {
    clearTimeout(this.#timer);
    this.#wake?.();
  }

  readonly #start = (resolve: () => void): void => {
    this.#wake = resolve;
    // Of a browser, whose timers are numbers, each pause takes a new one.
    if (typeof this.#timer?.refresh === "function") this.#timer.refresh();
    else this.#timer = setTimeout(this.#ring, this.#durationMs);
  };

  readonly #ring = (): void => this.#wake?.();
}

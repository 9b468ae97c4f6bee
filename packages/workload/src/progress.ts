/**
 * How many operations had completed when: a few hundred samples, taken by a timer, however long
 * the run. From them comes whether a run was as fast at its beginning as at its end; and how late
 * the timer was each time tells how long others had to wait for the event loop.
 */
import { LatencyReservoir, type LatencySample } from "./latency.ts";

/** How often samples are taken at first, in milliseconds. */
const FIRST_INTERVAL_MS = 5;

/** Once there are this many samples, every second one is dropped and the interval doubled. */
const MAXIMUM_SAMPLES = 512;

export class Progress {
  readonly #completed: () => number;
  readonly #onSample: (now: number) => void;
  #samples: ProgressSample[] = [];
  #intervalMs = FIRST_INTERVAL_MS;
  #startedAt = 0;
  /** When the timer was set, or fired last. */
  #lastAt = 0;
  readonly #lateness = new LatencyReservoir();
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param completed tells how many operations have completed so far.
   * @param onSample called as each sample is taken.
   */
  constructor(completed: () => number, onSample: (now: number) => void = () => {}) {
    this.#completed = completed;
    this.#onSample = onSample;
  }

  start(startedAt: number): void {
    this.#startedAt = startedAt;
    this.#lastAt = startedAt;
    this.#timer = setInterval(this.#take, this.#intervalMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  get samples(): readonly ProgressSample[] {
    return this.#samples;
  }

  /** How long after its time the timer fired. A timer's resolution of 1 ms is in it. */
  lateness(): LatencySample {
    return this.#lateness.sample();
  }

  readonly #take = (): void => {
    const now = performance.now();
    this.#lateness.add(Math.max(0, now - this.#lastAt - this.#intervalMs));
    this.#lastAt = now;
    this.#onSample(now);
    this.#samples.push({ elapsedMs: now - this.#startedAt, completed: this.#completed() });
    if (this.#samples.length < MAXIMUM_SAMPLES) return;
    this.#samples = this.#samples.filter((_, index) => index % 2 === 1);
    this.#intervalMs *= 2;
    clearInterval(this.#timer);
    this.#timer = setInterval(this.#take, this.#intervalMs);
  };
}

export interface ProgressSample {
  readonly elapsedMs: number;
  readonly completed: number;
}

/**
 * How many operations completed in each tenth of a run. Between two samples they are taken to
 * have completed evenly. The parts add up to the whole.
 */
export function completedPerTenth(
  samples: readonly ProgressSample[],
  end: ProgressSample,
): number[] {
  const points = [...samples.filter(({ elapsedMs }) => elapsedMs < end.elapsedMs), end];
  let previous: ProgressSample = { elapsedMs: 0, completed: 0 };
  let next = 0;
  let before = 0;
  return Array.from({ length: 10 }, (_, tenth) => {
    const atMs = (end.elapsedMs * (tenth + 1)) / 10;
    while (next < points.length - 1 && (points[next] ?? end).elapsedMs < atMs) {
      previous = points[next] ?? end;
      next++;
    }
    const { elapsedMs, completed } = points[next] ?? end;
    const spanMs = elapsedMs - previous.elapsedMs;
    const share = spanMs > 0 ? Math.min(1, (atMs - previous.elapsedMs) / spanMs) : 1;
    const until =
      tenth === 9
        ? end.completed
        : Math.round(previous.completed + share * (completed - previous.completed));
    const during = until - before;
    before = until;
    return during;
  });
}

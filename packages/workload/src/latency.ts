/**
 * Latencies: the time from an operation's call to its resolution, as its client sees it.
 *
 * In a closed loop, where a client asks for the next operation only once the last one is done,
 * this is service time: it cannot tell how long a request would have waited that came at a
 * moment of its own choosing.
 */

/** How many samples are kept of each kind of operation; what comes later replaces at random. */
const RESERVOIR_SIZE = 2 ** 18;

export interface LatencySummary {
  /** How many operations were timed. */
  readonly samples: number;
  /** Percentiles in microseconds. `undefined` where fewer than ten samples lie above one. */
  readonly p50Us: number | undefined;
  readonly p90Us: number | undefined;
  readonly p99Us: number | undefined;
  readonly p999Us: number | undefined;
  readonly maxUs: number | undefined;
}

/**
 * A uniform random sample of fixed size (Vitter, *Random Sampling with a Reservoir*, algorithm
 * R, ACM TOMS 1985): memory stays bounded however long the run.
 */
export class LatencyReservoir {
  #times = new Float64Array(1024);
  #count = 0;

  add(milliseconds: number): void {
    const index =
      this.#count < RESERVOIR_SIZE ? this.#count : Math.floor(Math.random() * (this.#count + 1));
    this.#count++;
    if (index >= RESERVOIR_SIZE) return;
    if (index >= this.#times.length) this.#grow();
    this.#times[index] = milliseconds;
  }

  get samples(): number {
    return this.#count;
  }

  /** The kept samples in milliseconds, in no particular order. */
  values(): Float64Array {
    return this.#times.slice(0, Math.min(this.#count, RESERVOIR_SIZE));
  }

  #grow(): void {
    const larger = new Float64Array(this.#times.length * 2);
    larger.set(this.#times);
    this.#times = larger;
  }
}

/** Summarizes one or several reservoirs as if all their samples had been taken in one. */
export function summarizeLatency(reservoirs: readonly LatencyReservoir[]): LatencySummary {
  const kept = reservoirs.map((reservoir) => reservoir.values());
  const sorted = new Float64Array(kept.reduce((sum, values) => sum + values.length, 0));
  let offset = 0;
  for (const values of kept) {
    sorted.set(values, offset);
    offset += values.length;
  }
  sorted.sort();
  const percentile = (share: number): number | undefined => {
    const above = sorted.length - Math.ceil(share * sorted.length);
    return above < 10 ? undefined : microseconds(sorted[sorted.length - above - 1]);
  };
  return {
    samples: reservoirs.reduce((sum, reservoir) => sum + reservoir.samples, 0),
    p50Us: percentile(0.5),
    p90Us: percentile(0.9),
    p99Us: percentile(0.99),
    p999Us: percentile(0.999),
    maxUs: microseconds(sorted.at(-1)),
  };
}

function microseconds(milliseconds: number | undefined): number | undefined {
  return milliseconds === undefined ? undefined : Math.round(milliseconds * 1e6) / 1e3;
}

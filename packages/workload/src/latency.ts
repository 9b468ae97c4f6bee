/**
 * Latencies: the time from an operation's start to its resolution, as its client sees it.
 *
 * In a closed loop, where a client asks for the next operation only once the last one is done,
 * the start is the call, and this is service time: it cannot tell how long a request would have
 * waited that came at a moment that it chose. In an open loop the start is that moment.
 */

/** How many samples are kept of each kind of operation; what comes later replaces at random. */
const RESERVOIR_SIZE = 2 ** 18;

/** Small, since there may be 10,000 clients, each with a separate one. */
const INITIAL_SIZE = 64;

/**
 * Into how many buckets each factor of ten is divided. One is 12% wide: finer than an eye can
 * tell on a logarithmic axis, and a nanosecond to an hour take no more than 250 of them.
 */
const BUCKETS_PER_DECADE = 20;

export interface LatencySummary {
  /** How many operations were timed, those in flight at the end included. */
  readonly samples: number;
  /** How many of them were in flight at the end, and count with their age. */
  readonly inFlight?: number | undefined;
  /**
   * The fields below that are the age of an operation in flight. It lasted at least that long, so
   * each of them is a lower bound.
   */
  readonly lowerBounds?: readonly LatencyField[] | undefined;
  /** Percentiles in microseconds. `undefined` where fewer than ten samples lie above one. */
  readonly p50Us?: number | undefined;
  readonly p90Us?: number | undefined;
  readonly p99Us?: number | undefined;
  readonly p999Us?: number | undefined;
  readonly maxUs?: number | undefined;
  /** The mean of all samples. (What another program measured may come without.) */
  readonly meanUs?: number | undefined;
  /**
   * How the kept samples spread, for pictures: the buckets that are not empty, by rising latency.
   * Bounds are powers of ten's twentieth root in microseconds. (What another program measured
   * may come without.)
   */
  readonly distribution?: readonly LatencyBucket[] | undefined;
}

export type LatencyField = (typeof latencyFields)[number];
export const latencyFields = ["p50Us", "p90Us", "p99Us", "p999Us", "maxUs"] as const;

/** A bucket's upper bound in microseconds, which is inside it, and how many samples it holds. */
export type LatencyBucket = readonly [upperUs: number, samples: number];

/** Latencies as plain data: a uniform sample of those that were timed. */
export interface LatencySample {
  /** How many were timed. */
  readonly samples: number;
  /** All of them together, in milliseconds. */
  readonly sumMs: number;
  /** Those that were kept, in no particular order. */
  readonly keptMs: Float64Array;
}

/**
 * A uniform random sample of fixed size (Vitter, *Random Sampling with a Reservoir*, algorithm
 * R, ACM TOMS 1985): memory stays bounded however long the run.
 */
export class LatencyReservoir {
  #times = new Float64Array(INITIAL_SIZE);
  #count = 0;
  #sum = 0;

  add(milliseconds: number): void {
    this.#sum += milliseconds;
    const index =
      this.#count < RESERVOIR_SIZE ? this.#count : Math.floor(Math.random() * (this.#count + 1));
    this.#count++;
    if (index >= RESERVOIR_SIZE) return;
    if (index >= this.#times.length) this.#grow();
    this.#times[index] = milliseconds;
  }

  /** What was sampled so far. */
  sample(): LatencySample {
    const keptMs = this.#times.slice(0, Math.min(this.#count, RESERVOIR_SIZE));
    return { samples: this.#count, sumMs: this.#sum, keptMs };
  }

  #grow(): void {
    const larger = new Float64Array(this.#times.length * 2);
    larger.set(this.#times);
    this.#times = larger;
  }
}

/**
 * Summarizes one or several samples as if all had been taken in one.
 *
 * @param inFlight the ages of operations in flight at the end, which count as latencies.
 */
export function summarizeLatency(
  completed: readonly LatencySample[],
  inFlight: readonly LatencySample[] = [],
): LatencySummary {
  const all = [...completed, ...inFlight];
  const sorted = sortedValues(all);
  const ages = new Set(inFlight.flatMap(({ keptMs }) => [...keptMs]));
  const samples = totalSamples(all);
  const total = all.reduce((sum, { sumMs }) => sum + sumMs, 0);
  const found: Record<LatencyField, number | undefined> = {
    p50Us: percentile(sorted, 0.5),
    p90Us: percentile(sorted, 0.9),
    p99Us: percentile(sorted, 0.99),
    p999Us: percentile(sorted, 0.999),
    maxUs: sorted.at(-1),
  };
  let leastAge: number | undefined;
  const lowerBounds = latencyFields.filter((field) => {
    // Where a percentile is an age, the higher ones are no less, however few samples lie above.
    found[field] ??= leastAge;
    const isAge = ages.has(found[field] ?? Number.NaN);
    if (isAge) leastAge = found[field];
    return isAge;
  });
  return {
    samples,
    ...(ages.size > 0 && { inFlight: totalSamples(inFlight), lowerBounds }),
    p50Us: microseconds(found.p50Us),
    p90Us: microseconds(found.p90Us),
    p99Us: microseconds(found.p99Us),
    p999Us: microseconds(found.p999Us),
    maxUs: microseconds(found.maxUs),
    meanUs: samples === 0 ? undefined : microseconds(total / samples),
    distribution: distribute(sorted),
  };
}

function totalSamples(all: readonly LatencySample[]): number {
  return all.reduce((sum, { samples }) => sum + samples, 0);
}

/**
 * The kept latencies of all samples, each of which stands for as many timed ones as any other.
 * Where one sample kept a smaller part of what it timed than another did, the other is thinned.
 */
function sortedValues(all: readonly LatencySample[]): Float64Array {
  const leastKept = Math.min(
    ...all.map(({ samples, keptMs }) => (samples === 0 ? 1 : keptMs.length / samples)),
  );
  const kept = all.map(({ samples, keptMs }) => thinned(keptMs, Math.round(samples * leastKept)));
  const sorted = new Float64Array(kept.reduce((sum, values) => sum + values.length, 0));
  let offset = 0;
  for (const values of kept) {
    sorted.set(values, offset);
    offset += values.length;
  }
  sorted.sort();
  return sorted;
}

/** This number of the values, evenly by rank from the largest on. */
function thinned(values: Float64Array, length: number): Float64Array {
  if (length >= values.length) return values;
  const sorted = values.toSorted();
  return Float64Array.from(
    { length },
    (_, index) => sorted[sorted.length - 1 - Math.floor((index * sorted.length) / length)] ?? 0,
  );
}

/** The nearest rank; undefined where fewer than ten samples lie above it. */
function percentile(sorted: Float64Array, share: number): number | undefined {
  const above = sorted.length - Math.ceil(share * sorted.length);
  return above < 10 ? undefined : sorted[sorted.length - above - 1];
}

function microseconds(milliseconds: number | undefined): number | undefined {
  return milliseconds === undefined ? undefined : Math.round(milliseconds * 1e6) / 1e3;
}

function distribute(sorted: Float64Array): LatencyBucket[] {
  const buckets: LatencyBucket[] = [];
  let index = 0;
  while (index < sorted.length) {
    const first = index;
    const bucket = bucketOf(sorted[first] ?? 0);
    while (index < sorted.length && bucketOf(sorted[index] ?? 0) === bucket) index++;
    const upperUs = Number((10 ** (bucket / BUCKETS_PER_DECADE)).toPrecision(6));
    buckets.push([upperUs, index - first]);
  }
  return buckets;
}

/** A clock that did not advance between two looks says zero: it goes with a nanosecond. */
function bucketOf(milliseconds: number): number {
  // What lies on a bound belongs below it, whatever the logarithm makes of its last digit.
  return Math.ceil(Math.log10(Math.max(1e-3, milliseconds * 1000)) * BUCKETS_PER_DECADE - 1e-9);
}

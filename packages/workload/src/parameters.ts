/**
 * A workload's parameters: all that decides what the clients ask of a store, and when.
 */

/**
 * What an updater awaits while it holds the state: the next `"microtask"`, the event loop's
 * next turn (`"immediate"`), or a timer of that many microseconds.
 */
export type Hold = "microtask" | "immediate" | number;

/**
 * How operations spread over the keys: all alike, with a popularity that falls as Zipf's law has
 * it, or with 80% of the operations on 20% of the keys.
 */
export type KeyDistribution = (typeof keyDistributions)[number];
export const keyDistributions = ["uniform", "zipf", "hotspot"] as const;

export interface WorkloadParameters {
  /** Clients that read in a loop. */
  readonly readers: number;
  /** Clients that write in a loop. */
  readonly writers: number;
  /** Clients that update in a loop. */
  readonly updaters: number;
  /** Operations draw their key from 0 to `keys` − 1. */
  readonly keys: number;
  /** With which probabilities they do; `"uniform"` if left out. */
  readonly keyDistribution?: KeyDistribution | undefined;
  /** How long a client rests after each operation, in microseconds; 0 means not at all. */
  readonly pauseUs: number;
  readonly hold: Hold;
  /**
   * Makes the loop an open one: so many operations a second arrive, over all clients, as a
   * Poisson process, whether or not earlier ones have completed. 0, or left out, means a closed
   * loop: each client calls its next operation when the last one has completed.
   */
  readonly ratePerSecond?: number | undefined;
  /**
   * Of an open loop: how many operations may be in flight. What arrives beyond that is dropped,
   * and counted. {@link DEFAULT_MAXIMUM_IN_FLIGHT} if left out. A closed loop has none.
   */
  readonly maximumInFlight?: number | undefined;
  /** Every random choice follows from it. */
  readonly seed: number;
}

/** The same with nothing left out. */
export interface CompleteParameters extends WorkloadParameters {
  readonly keyDistribution: KeyDistribution;
  readonly ratePerSecond: number;
  readonly maximumInFlight: number;
}

/** Fills in what was left out. What is complete stays as it is. */
export function withDefaults(parameters: WorkloadParameters): CompleteParameters {
  const { keyDistribution = "uniform", ratePerSecond = 0, maximumInFlight } = parameters;
  return {
    ...parameters,
    keyDistribution,
    ratePerSecond,
    maximumInFlight: maximumInFlight ?? (ratePerSecond === 0 ? 0 : DEFAULT_MAXIMUM_IN_FLIGHT),
  };
}

/** How much of a workload is run: for a time, or until so many operations have completed. */
export type RunLength = { readonly durationMs: number } | { readonly operations: number };

/** A workload with a name, the question it answers, and how long it runs unless told otherwise. */
export interface Workload {
  readonly name: string;
  readonly question: string;
  readonly parameters: WorkloadParameters;
  readonly durationMs: number;
  /** If given, the run ends with that many operations, over all clients, and not with a time. */
  readonly operations?: number | undefined;
}

/** How much of a workload is run. */
export function runLengthOf({ operations, durationMs }: Workload): RunLength {
  return operations === undefined ? { durationMs } : { operations };
}

/** The most clients a run may have: each needs a stream of operations in memory. */
export const MAXIMUM_CLIENTS = 100_000;

/** The most keys a run may have. */
export const MAXIMUM_KEYS = 1_000_000;

/** The longest time a pause or a hold may take: a timer cannot be set for longer. */
export const MAXIMUM_WAIT_US = 1_000_000_000;

/** The most operations that may arrive in a second: more than an event loop can release. */
export const MAXIMUM_RATE_PER_SECOND = 10_000_000;

/** How many operations may be in flight in an open loop unless told otherwise. */
export const DEFAULT_MAXIMUM_IN_FLIGHT = 1000;

/** The highest cap on operations in flight. */
export const MAXIMUM_IN_FLIGHT = 100_000;

/** The longest run, as a time (a day) and as a number of operations. */
export const MAXIMUM_DURATION_MS = 86_400_000;
export const MAXIMUM_OPERATIONS = 1_000_000_000;

/**
 * Throws a RangeError, whose message names the parameter, if a parameter is out of its bounds
 * or would have no effect beside the others.
 */
export function assertValidParameters(parameters: WorkloadParameters): void {
  const { readers, writers, updaters } = parameters;
  for (const [name, count] of Object.entries({ readers, writers, updaters })) {
    assertWholeNumber(name, count, 0, MAXIMUM_CLIENTS);
  }
  if (readers + writers + updaters === 0) {
    throw new RangeError("there is nothing to do: ask for at least one reader, writer or updater");
  }
  if (readers + writers + updaters > MAXIMUM_CLIENTS) {
    throw new RangeError(`at most ${MAXIMUM_CLIENTS} clients fit in one run`);
  }
  assertWholeNumber("keys", parameters.keys, 1, MAXIMUM_KEYS);
  assertWholeNumber("seed", parameters.seed, -(2 ** 31), 2 ** 31 - 1);
  assertWholeNumber("pause in microseconds", parameters.pauseUs, 0, MAXIMUM_WAIT_US);
  if (typeof parameters.hold === "number") {
    assertWholeNumber("hold in microseconds", parameters.hold, 0, MAXIMUM_WAIT_US);
  }
  assertValidDistribution(withDefaults(parameters));
  assertValidLoop(withDefaults(parameters));
}

/** Throws a RangeError, whose message names the fault, if nothing can be run for that long. */
export function assertValidRunLength(runLength: RunLength): void {
  if ("operations" in runLength) {
    assertWholeNumber("operations", runLength.operations, 1, MAXIMUM_OPERATIONS);
  } else if (!(runLength.durationMs > 0 && runLength.durationMs <= MAXIMUM_DURATION_MS)) {
    throw new RangeError(
      `duration in milliseconds must be more than 0 and at most ${MAXIMUM_DURATION_MS}, not ${runLength.durationMs}`,
    );
  }
}

function assertValidDistribution({ keyDistribution, keys }: CompleteParameters): void {
  if (!keyDistributions.includes(keyDistribution)) {
    throw new RangeError(
      `key distribution must be uniform, zipf or hotspot, not ${keyDistribution}`,
    );
  }
  if (keyDistribution !== "uniform" && keys === 1) {
    throw new RangeError(
      `key distribution ${keyDistribution} has no effect on one key: ask for more keys`,
    );
  }
}

function assertValidLoop({ ratePerSecond, maximumInFlight, pauseUs }: CompleteParameters): void {
  assertWholeNumber("rate per second", ratePerSecond, 0, MAXIMUM_RATE_PER_SECOND);
  if (ratePerSecond > 0) {
    assertWholeNumber("maximum in flight", maximumInFlight, 1, MAXIMUM_IN_FLIGHT);
    if (pauseUs > 0) {
      throw new RangeError(
        "pause has no effect in an open loop, where arrivals set the pace: leave out the pause or the rate",
      );
    }
  } else if (maximumInFlight !== 0) {
    throw new RangeError(
      "maximum in flight has no effect in a closed loop, where each client has one operation at a time: add a rate or leave it out",
    );
  }
}

function assertWholeNumber(name: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new RangeError(`${name} must be a whole number from ${least} to ${most}, not ${value}`);
  }
}

/**
 * A workload's parameters: all that decides what the clients ask of a store, and when.
 */

/**
 * What an updater awaits while it holds the state: the next `"microtask"`, the event loop's
 * next turn (`"immediate"`), or a timer of that many microseconds.
 */
export type Hold = "microtask" | "immediate" | number;

export interface WorkloadParameters {
  /** Clients that read in a loop. */
  readonly readers: number;
  /** Clients that write in a loop. */
  readonly writers: number;
  /** Clients that update in a loop. */
  readonly updaters: number;
  /** Operations draw their key from 0 to `keys` − 1, each equally likely. */
  readonly keys: number;
  /** How long a client rests after each operation, in microseconds; 0 means not at all. */
  readonly pauseUs: number;
  readonly hold: Hold;
  /** Every random choice follows from it. */
  readonly seed: number;
}

/** A workload with a name, the question it answers, and how long it runs unless told otherwise. */
export interface Workload {
  readonly name: string;
  readonly question: string;
  readonly parameters: WorkloadParameters;
  readonly durationMs: number;
}

/** The most clients a run may have: each needs a stream of operations in memory. */
export const MAXIMUM_CLIENTS = 100_000;

/** The most keys a run may have. */
export const MAXIMUM_KEYS = 1_000_000;

/** The longest time a pause or a hold may take: a timer cannot be set for longer. */
export const MAXIMUM_WAIT_US = 1_000_000_000;

/**
 * Throws a RangeError, whose message names the parameter, if a parameter is out of its bounds.
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
}

function assertWholeNumber(name: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new RangeError(`${name} must be a whole number from ${least} to ${most}, not ${value}`);
  }
}

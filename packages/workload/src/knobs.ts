/**
 * The knobs of a workload: each parameter is defined here and nowhere else. The types, the bounds
 * and defaults, the flags of `pnpm compare`, the digest, the schema of results, and the line under
 * a table's title are all made from these two tables.
 *
 * To add a knob, add an entry, and make it act where it acts (in `workload-run.ts`, say). A knob
 * with an `untouched` value leaves the digests of all earlier results as they were.
 */

/** The most clients a run may have: each needs a stream of operations in memory. */
export const MAXIMUM_CLIENTS = 100_000;

/** The most keys a run may have. */
const MAXIMUM_KEYS = 1_000_000;

/** The longest time a pause or a hold may take: a timer cannot be set for longer. */
const MAXIMUM_WAIT_US = 1_000_000_000;

/** The most operations that may arrive per second: more than an event loop can release. */
const MAXIMUM_RATE_PER_SECOND = 10_000_000;

/** How many operations may be in flight in an open loop by default. */
export const DEFAULT_MAXIMUM_IN_FLIGHT = 1000;

/** The highest cap on operations in flight. */
const MAXIMUM_IN_FLIGHT = 100_000;

/** The longest run, as a time (a day) and as a number of operations. */
const MAXIMUM_DURATION_MS = 86_400_000;
const MAXIMUM_OPERATIONS = 1_000_000_000;

/**
 * What an update function awaits while it holds the state: the next `"microtask"`, the event loop's
 * next turn (`"immediate"`), or a timer of this number of microseconds.
 */
export type Hold = "microtask" | "immediate" | number;

/**
 * How operations spread over the keys: uniformly, with a popularity that falls by Zipf's law, or
 * with 80% of the operations on 20% of the keys.
 */
export type KeyDistribution = (typeof keyDistributions)[number];
export const keyDistributions = ["uniform", "zipf", "hotspot"] as const;

interface AnyKnob {
  /** What the command line calls it: `--pause`, and `pause=` in a sweep. */
  readonly flag: string;
  /** One line for the help. */
  readonly help: string;
  /** What error messages call it, with its unit. */
  readonly label: string;
  /**
   * The value that changes nothing. It may be left out where parameters are given, and is left
   * out of the digest, as if the knob did not exist.
   */
  readonly untouched?: number | string;
  /** Why Go's rows are left out of a workload that touches it; missing if they know it. */
  readonly unknownToGo?: string;
}

/** A whole number. */
export interface CountKnob extends AnyKnob {
  readonly kind: "count";
  readonly least: number;
  readonly most: number;
  /** What it counts, in the singular: `reader`. */
  readonly noun?: string;
}

/** A time in whole microseconds, 0 for none. */
export interface TimeKnob extends AnyKnob {
  readonly kind: "time";
  readonly most: number;
}

/** One of a few words. */
export interface ChoiceKnob extends AnyKnob {
  readonly kind: "choice";
  readonly choices: readonly string[];
}

/** A {@link Hold}. */
export interface HoldKnob extends AnyKnob {
  readonly kind: "hold";
  readonly most: number;
}

export type Knob = CountKnob | TimeKnob | ChoiceKnob | HoldKnob;

/** What decides the work: the parameters, by their names. */
export const knobs = {
  /** Clients that read in a loop. */
  readers: {
    kind: "count",
    flag: "readers",
    label: "readers",
    help: "clients that read",
    least: 0,
    most: MAXIMUM_CLIENTS,
    noun: "reader",
  },
  /** Clients that write in a loop. */
  writers: {
    kind: "count",
    flag: "writers",
    label: "writers",
    help: "clients that write",
    least: 0,
    most: MAXIMUM_CLIENTS,
    noun: "writer",
  },
  /** Clients that update in a loop. */
  updaters: {
    kind: "count",
    flag: "updaters",
    label: "updaters",
    help: "clients that update",
    least: 0,
    most: MAXIMUM_CLIENTS,
    noun: "updater",
  },
  /** Operations draw their key from 0 to `keys` − 1. */
  keys: {
    kind: "count",
    flag: "keys",
    label: "keys",
    help: "how many keys there are",
    least: 1,
    most: MAXIMUM_KEYS,
    noun: "key",
  },
  /** With which probabilities they draw it. */
  keyDistribution: {
    kind: "choice",
    flag: "distribution",
    label: "key distribution",
    help: "of the keys: uniform, zipf, hotspot",
    choices: keyDistributions,
    untouched: "uniform",
  },
  /** How long a client rests after each operation, in microseconds; 0 means not at all. */
  pauseUs: {
    kind: "time",
    flag: "pause",
    label: "pause in microseconds",
    help: "rest after each operation: 1ms, 50us, 0",
    most: MAXIMUM_WAIT_US,
  },
  /** What an updater's function awaits while it holds the state. */
  hold: {
    kind: "hold",
    flag: "hold",
    label: "hold in microseconds",
    help: "what an update awaits while it holds: microtask, immediate, or a time",
    most: MAXIMUM_WAIT_US,
  },
  /**
   * Makes the loop an open one: this many operations arrive per second, over all clients, as a
   * Poisson process, whether or not earlier ones have completed. 0 means a closed loop: each client
   * calls its next operation when the last one has completed.
   */
  ratePerSecond: {
    kind: "count",
    flag: "rate",
    label: "rate per second",
    help: "open loop: n operations arrive per second",
    least: 1,
    most: MAXIMUM_RATE_PER_SECOND,
    untouched: 0,
    unknownToGo: "they know no rate",
  },
  /**
   * Of an open loop: how many operations may be in flight. What arrives beyond that is dropped, and
   * counted. {@link DEFAULT_MAXIMUM_IN_FLIGHT} if left out. 0 in a closed loop, which has none.
   */
  maximumInFlight: {
    kind: "count",
    flag: "max-in-flight",
    label: "maximum in flight",
    help: "open loop: drop what arrives beyond n in flight",
    least: 1,
    most: MAXIMUM_IN_FLIGHT,
    untouched: 0,
  },
  /** Every random choice follows from it. */
  seed: {
    kind: "count",
    flag: "seed",
    label: "seed",
    help: "decides every random choice",
    least: -(2 ** 31),
    most: 2 ** 31 - 1,
  },
} as const satisfies Readonly<Record<string, Knob>>;

export type KnobName = keyof typeof knobs;

/** What ends a run: a time, or a number of completed operations. Not part of what is asked. */
export const runLengthKnobs = {
  durationMs: {
    flag: "duration",
    help: "how long each run is: 300ms, 2s",
    most: MAXIMUM_DURATION_MS,
  },
  operations: {
    flag: "operations",
    help: "end each run after n operations instead of a time",
    least: 1,
    most: MAXIMUM_OPERATIONS,
  },
} as const;

type ValueOf<Of extends Knob> = Of extends { readonly choices: readonly (infer Choice)[] }
  ? Choice
  : Of extends HoldKnob
    ? Hold
    : number;

/** A workload's parameters: all that decides what the clients ask of a store, and when. */
export type WorkloadParameters = {
  readonly [Name in KnobName]: ValueOf<(typeof knobs)[Name]>;
};

/** The parameters that may be left out where others are given. */
type UntouchedName = {
  [Name in KnobName]: (typeof knobs)[Name] extends { readonly untouched: unknown } ? Name : never;
}[KnobName];

/** Parameters as people write them: see {@link completeParameters}. */
export type GivenParameters = Omit<WorkloadParameters, UntouchedName> & {
  readonly [Name in UntouchedName]?: WorkloadParameters[Name] | undefined;
};

/** Fills in what was left out. What is complete stays as it is. */
export function completeParameters(given: GivenParameters): WorkloadParameters {
  const isOpenLoop = (given.ratePerSecond ?? 0) > 0;
  const defaults = {
    ...untouchedValues(),
    ...(isOpenLoop && { maximumInFlight: DEFAULT_MAXIMUM_IN_FLIGHT }),
  };
  const chosen = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...defaults, ...(Object.fromEntries(chosen) as unknown as WorkloadParameters) };
}

/** Of every knob that may be left out, the value that changes nothing. */
function untouchedValues(): Record<string, number | string> {
  return Object.fromEntries(
    Object.entries(knobs).flatMap(([name, knob]) =>
      "untouched" in knob ? [[name, knob.untouched] as const] : [],
    ),
  );
}

/** The workloads that the flags of the command line describe. */
import {
  CommandError,
  ExitCode,
  oneOf,
  parseDuration,
  parseTimeOrZero,
  wholeNumber,
  messageOf,
  suggestion,
} from "@sync-strategies/command-kit";
import { InvalidArgumentError } from "@commander-js/extra-typings";
import {
  allPresets,
  assertValidRunLength,
  assertValidParameters,
  runLengthOf,
  keyDistributions,
  MAXIMUM_CLIENTS,
  MAXIMUM_IN_FLIGHT,
  MAXIMUM_KEYS,
  MAXIMUM_OPERATIONS,
  MAXIMUM_RATE_PER_SECOND,
  presets,
  type Hold,
  type KeyDistribution,
  type Workload,
  type WorkloadParameters,
} from "@sync-strategies/workload";
import type { SweepPoint } from "./output/result-document.ts";

/** A table to come: a workload, or one point of a sweep over it. */
export interface ChosenWorkload {
  readonly workload: Workload;
  readonly sweep: SweepPoint | null;
}

/** Every knob that a flag turns, and that a sweep can run over. */
export interface Knobs {
  readonly readers?: number | undefined;
  readonly writers?: number | undefined;
  readonly updaters?: number | undefined;
  readonly keys?: number | undefined;
  readonly distribution?: KeyDistribution | undefined;
  /** In microseconds. */
  readonly pause?: number | undefined;
  readonly hold?: Hold | undefined;
  readonly rate?: number | undefined;
  readonly maxInFlight?: number | undefined;
  /** In microseconds. */
  readonly duration?: number | undefined;
  readonly operations?: number | undefined;
}

/** What an updater awaits while it holds the state. */
function parseHold(text: string): Hold {
  if (text === "microtask" || text === "immediate") return text;
  try {
    return parseTimeOrZero(text);
  } catch {
    throw new InvalidArgumentError("Write microtask, immediate, or a time as 1ms.");
  }
}

/** How each knob's value is read; named as its flag is. */
export const knobParsers = {
  readers: wholeNumber(0, MAXIMUM_CLIENTS),
  writers: wholeNumber(0, MAXIMUM_CLIENTS),
  updaters: wholeNumber(0, MAXIMUM_CLIENTS),
  keys: wholeNumber(1, MAXIMUM_KEYS),
  distribution: oneOf(keyDistributions),
  pause: parseTimeOrZero,
  hold: parseHold,
  rate: wholeNumber(1, MAXIMUM_RATE_PER_SECOND),
  "max-in-flight": wholeNumber(1, MAXIMUM_IN_FLIGHT),
  duration: parseDuration,
  operations: wholeNumber(1, MAXIMUM_OPERATIONS),
} as const;

type KnobName = keyof typeof knobParsers;
const knobNames = Object.keys(knobParsers) as KnobName[];

export interface Sweep {
  readonly knob: KnobName;
  readonly points: readonly { readonly value: number | string; readonly knobs: Knobs }[];
}

/** `KNOB=a,b,c` */
export function parseSweep(text: string): Sweep {
  const [, name, list] = /^([^=]+)=(.*)$/.exec(text) ?? [];
  if (name === undefined || list === undefined) {
    throw new InvalidArgumentError("Write KNOB=a,b,c, as readers=1,10,100.");
  }
  const knob = knobNames.find((known) => known === name);
  if (knob === undefined) {
    const hint = suggestion(name, knobNames) || `; there are ${knobNames.join(", ")}`;
    throw new InvalidArgumentError(`There is no knob "${name}"${hint}`);
  }
  const values = list.split(",");
  if (values.length < 2 || new Set(values).size < values.length) {
    throw new InvalidArgumentError("A sweep needs two or more different values.");
  }
  return { knob, points: values.map((value) => pointOf(knob, value)) };
}

function pointOf(knob: KnobName, text: string): Sweep["points"][number] {
  const field = knob === "max-in-flight" ? "maxInFlight" : knob;
  const knobs: Knobs = { [field]: knobParsers[knob](text) };
  return { value: /^\d+$/.test(text) ? Number(text) : text, knobs };
}

export function parseWorkloads(text: string): Workload[] {
  return text.split(",").map((name) => {
    const preset = Object.values(allPresets).find((workload) => workload.name === name);
    if (preset !== undefined) return preset;
    const names = Object.keys(allPresets);
    throw new InvalidArgumentError(
      `There is no workload "${name}"${suggestion(name, names) || `; there are ${names.join(", ")}`}`,
    );
  });
}

export interface WorkloadFlags extends Knobs {
  readonly workload?: readonly Workload[] | undefined;
  readonly sweep?: Sweep | undefined;
  readonly seed: number;
}

/**
 * The workloads that the flags describe.
 *
 * @throws {CommandError} if they make no sense together.
 */
export function chooseWorkloads(flags: WorkloadFlags): ChosenWorkload[] {
  const { sweep, seed } = flags;
  const knobs = onlyKnobs(flags);
  if (sweep === undefined) {
    return basesFor(flags, knobs).map((base) => ({
      workload: shape(base, knobs, seed),
      sweep: null,
    }));
  }
  const [first] = sweep.points;
  const [swept = ""] = Object.keys(first?.knobs ?? {});
  if (swept in knobs) throw wrong(`--sweep ${sweep.knob} and --${sweep.knob} exclude each other`);
  return basesFor(flags, { ...knobs, ...first?.knobs }).flatMap((base) =>
    sweep.points.map((point) => ({
      workload: shape(base, { ...knobs, ...point.knobs }, seed),
      sweep: { knob: sweep.knob, value: point.value },
    })),
  );
}

function onlyKnobs(flags: Knobs): Knobs {
  const names = knobNames.map((name) => (name === "max-in-flight" ? "maxInFlight" : name));
  return Object.fromEntries(
    Object.entries(flags).filter(
      ([name, value]) => value !== undefined && (names as string[]).includes(name),
    ),
  );
}

function basesFor({ workload }: WorkloadFlags, knobs: Knobs): readonly Workload[] {
  if (workload !== undefined) return workload;
  if (Object.keys(knobs).length === 0) return Object.values(presets);
  const question = "What does the workload that you described show?";
  return [{ ...presets.paced, name: "custom", question }];
}

function shape(base: Workload, knobs: Knobs, seed: number): Workload {
  const { distribution, pause, rate, maxInFlight, duration, operations } = knobs;
  if (duration !== undefined && operations !== undefined) {
    throw wrong("--duration and --operations exclude each other: either ends the run");
  }
  const parameters: WorkloadParameters = {
    ...base.parameters,
    ...(knobs.readers !== undefined && { readers: knobs.readers }),
    ...(knobs.writers !== undefined && { writers: knobs.writers }),
    ...(knobs.updaters !== undefined && { updaters: knobs.updaters }),
    ...(knobs.keys !== undefined && { keys: knobs.keys }),
    ...(knobs.hold !== undefined && { hold: knobs.hold }),
    // Arrivals set the pace of an open loop; that the base has a pause was not the user's wish.
    ...(rate !== undefined && { ratePerSecond: rate, pauseUs: 0 }),
    ...(pause !== undefined && { pauseUs: pause }),
    ...(maxInFlight !== undefined && { maximumInFlight: maxInFlight }),
    ...(distribution !== undefined && { keyDistribution: distribution }),
    seed,
  };
  const workload: Workload = {
    ...base,
    parameters,
    ...(operations !== undefined && { operations }),
    ...(duration !== undefined && { durationMs: duration / 1000 }),
  };
  try {
    assertValidParameters(parameters);
    assertValidRunLength(runLengthOf(workload));
  } catch (error) {
    throw wrong(messageOf(error));
  }
  if (knobs.hold !== undefined && parameters.updaters === 0) {
    throw wrong(`--hold has no effect on ${base.name}, which has no updaters; add --updaters`);
  }
  return workload;
}

function wrong(message: string): CommandError {
  return new CommandError(ExitCode.wrongInput, message);
}

/**
 * The flags that turn a workload's knobs, made from the table of knobs, and the workloads that
 * they describe.
 */
import { InvalidArgumentError } from "@commander-js/extra-typings";
import {
  messageOf,
  oneOf,
  parseDuration,
  parseTimeOrZero,
  suggestionOrList,
  wholeNumber,
  wrongInput,
} from "@sync-strategies/command-kit";
import type { SweepPoint } from "@sync-strategies/results";
import type { Span } from "@sync-strategies/state-store";
import {
  allPresets,
  assertValidParameters,
  assertValidRunLength,
  completeParameters,
  knobs,
  presets,
  runLengthKnobs,
  runLengthOf,
  type Hold,
  type Knob,
  type KnobName,
  type Workload,
  type WorkloadParameters,
} from "@sync-strategies/workload";
import {
  membersHelp,
  memberSpans,
  parseMemberCount,
  usualMemberCount,
  type MembersFlag,
  type MemberSpan,
  type SpreadMembers,
} from "./members-flags.ts";

/** A table to come: a workload, or one point of a sweep over it. */
export interface ChosenWorkload {
  readonly workload: Workload;
  readonly sweep: SweepPoint | null;
  /** What its clients are spread over; null for one event loop. */
  readonly members: SpreadMembers | null;
}

/** Values of knobs, of what ends a run, and of where it runs; each as its parameter is called. */
type KnobValues = Partial<Omit<WorkloadParameters, "seed">> & {
  readonly durationMs?: number;
  readonly operations?: number;
} & MemberCounts;

type MemberCounts = { readonly [Each in MemberSpan]?: number | undefined };

/** With services, one workload by default: there are many strategies, and it asks all of each. */
const SERVICES_WORKLOAD: Workload = allPresets.mixed;

/** A flag that a sweep can run over: how it is written, explained and read. */
export interface KnobFlag {
  readonly parameter: keyof KnobValues;
  /** Without its dashes: `max-in-flight`. */
  readonly name: string;
  /** The placeholder for its value in the help: `<n>`. */
  readonly placeholder: string;
  readonly help: string;
  readonly parse: (text: string) => number | string;
}

/** All of them, in the order of the help. The seed is no knob to sweep over, and not among them. */
export const knobFlags: readonly KnobFlag[] = [
  ...(Object.keys(knobs) as KnobName[])
    .filter((parameter) => parameter !== "seed")
    .map((parameter) => knobFlag(parameter, knobs[parameter])),
  {
    parameter: "durationMs",
    name: runLengthKnobs.durationMs.flag,
    placeholder: "<time>",
    help: runLengthKnobs.durationMs.help,
    parse: (text) => parseDuration(text) / 1000,
  },
  {
    parameter: "operations",
    name: runLengthKnobs.operations.flag,
    placeholder: "<n>",
    help: runLengthKnobs.operations.help,
    parse: wholeNumber(runLengthKnobs.operations.least, runLengthKnobs.operations.most),
  },
];

/** Their values can be left out, so the command line declares them in its own way. */
const membersKnobs: readonly KnobFlag[] = memberSpans.map((span) => ({
  parameter: span,
  name: span,
  placeholder: "[n]",
  help: membersHelp[span],
  parse: parseMemberCount,
}));

function knobFlag(parameter: Exclude<KnobName, "seed">, knob: Knob): KnobFlag {
  const flag = { parameter, name: knob.flag, help: knob.help };
  switch (knob.kind) {
    case "count":
      return { ...flag, placeholder: "<n>", parse: wholeNumber(knob.least, knob.most) };
    case "choice":
      return { ...flag, placeholder: "<word>", parse: oneOf(knob.choices) };
    case "time":
      return { ...flag, placeholder: "<time>", parse: parseTimeOrZero };
    case "hold":
      return { ...flag, placeholder: "<time>", parse: parseHold };
  }
}

function parseHold(text: string): Hold {
  if (text === "microtask" || text === "immediate") return text;
  try {
    return parseTimeOrZero(text);
  } catch {
    throw new InvalidArgumentError("Write microtask, immediate, or a time as 1ms.");
  }
}

export interface Sweep {
  readonly flag: KnobFlag;
  readonly points: readonly SweepValue[];
}

interface SweepValue {
  /** As it was typed, a number if it is one. */
  readonly shown: number | string;
  readonly value: number | string;
}

/** Reads `KNOB=a,b,c`, once. */
export function parseSweep(text: string, before: Sweep | undefined): Sweep {
  if (before !== undefined) {
    throw new InvalidArgumentError(
      `There is --sweep ${before.flag.name} already; run one of them.`,
    );
  }
  const [, name, list] = /^([^=]+)=(.*)$/.exec(text) ?? [];
  if (name === undefined || list === undefined) {
    throw new InvalidArgumentError("Write KNOB=a,b,c, as readers=1,10,100.");
  }
  const flags = [...knobFlags, ...membersKnobs];
  const flag = flags.find((known) => known.name === name);
  if (flag === undefined) {
    const names = flags.map((known) => known.name);
    throw new InvalidArgumentError(`There is no knob "${name}"${suggestionOrList(name, names)}`);
  }
  const points = list.split(",").map((typed) => ({
    shown: /^\d+$/.test(typed) ? Number(typed) : typed,
    value: flag.parse(typed),
  }));
  // What was typed may differ and mean the same: 1ms and 1000us.
  const values = new Set(points.map(({ value }) => value));
  if (values.size < 2 || values.size < points.length) {
    throw new InvalidArgumentError("A sweep needs two or more different values.");
  }
  return { flag, points };
}

/** Reads the names of workloads, joined by commas. */
export function parseWorkloads(text: string): Workload[] {
  return text.split(",").map((name) => {
    const preset = Object.values(allPresets).find((workload) => workload.name === name);
    if (preset !== undefined) return preset;
    const hint = suggestionOrList(name, Object.keys(allPresets));
    throw new InvalidArgumentError(`There is no workload "${name}"${hint}`);
  });
}

export interface WorkloadFlags {
  readonly workload?: readonly Workload[] | undefined;
  readonly sweep?: Sweep | undefined;
  readonly seed: number;
  readonly threads?: MembersFlag | undefined;
  readonly processes?: MembersFlag | undefined;
  /** Whether the state is on servers, which processes share. */
  readonly services?: boolean | undefined;
  /** The values of {@link knobFlags} that were typed, by the names that commander gives them. */
  readonly [flag: string]: unknown;
}

/**
 * The workloads that the flags describe.
 *
 * @throws {CommandError} if they make no sense together.
 */
export function chooseWorkloads(flags: WorkloadFlags): ChosenWorkload[] {
  const { sweep, seed } = flags;
  const values = valuesOf(flags);
  const span = spanOf(flags);
  if (sweep === undefined) {
    return basesFor(flags, values).map((base) => ({
      workload: shape(base, values, seed),
      sweep: null,
      members: membersFor(span, values),
    }));
  }
  const { parameter, name } = sweep.flag;
  if (Object.hasOwn(values, parameter))
    throw wrongInput(`--sweep ${name} and --${name} exclude each other`);
  const at = (point: SweepValue | undefined): KnobValues => ({
    ...values,
    [parameter]: point?.value,
  });
  return basesFor(flags, at(sweep.points[0])).flatMap((base) =>
    sweep.points.map((point) => ({
      workload: shape(base, at(point), seed),
      sweep: { knob: name, value: point.shown },
      members: membersFor(span, at(point)),
    })),
  );
}

function valuesOf(flags: WorkloadFlags): KnobValues {
  const turned = knobFlags
    .map(({ parameter, name }) => [parameter, flags[camelCase(name)]] as const)
    .filter(([, value]) => value !== undefined);
  const counts = memberSpans
    .map((span) => [span, flags[span]] as const)
    .filter(([, typed]) => typeof typed === "number");
  return Object.fromEntries([...turned, ...counts]);
}

/** What the clients are spread over; undefined for one event loop. */
function spanOf({ sweep, services = false, ...flags }: WorkloadFlags): Span | undefined {
  const isSwept = (span: MemberSpan): boolean => sweep?.flag.parameter === span;
  const asked = memberSpans.filter((span) => isSwept(span) || flags[span] !== undefined);
  const names = asked.map((span) => `--${isSwept(span) ? "sweep " : ""}${span}`);
  const [first, second] = names;
  if (second !== undefined) throw wrongInput(`${first} and ${second} exclude each other`);
  if (!services) return asked[0];
  // The state is on servers, and --processes says over how many processes the clients are spread.
  if (asked[0] !== "threads") return "machines";
  throw wrongInput(`${first} and --services exclude each other; --processes n says how many share`);
}

function membersFor(span: Span | undefined, values: KnobValues): SpreadMembers | null {
  if (span === undefined) return null;
  const typed = values[span === "machines" ? "processes" : span];
  return { span, count: typed ?? usualMemberCount() };
}

/** What commander calls a flag's value: `maxInFlight` for `max-in-flight`. */
function camelCase(flag: string): string {
  return flag.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function basesFor({ workload, services }: WorkloadFlags, values: KnobValues): readonly Workload[] {
  if (workload !== undefined) return workload;
  const turned = Object.keys(values);
  if (turned.every((name) => memberSpans.some((span) => span === name))) {
    return services === true ? [SERVICES_WORKLOAD] : Object.values(presets);
  }
  const question = "What does the workload that you described show?";
  return [{ ...presets.paced, name: "custom", question }];
}

function shape(base: Workload, values: KnobValues, seed: number): Workload {
  const { durationMs, operations, threads: _, processes: __, ...turned } = values;
  if (durationMs !== undefined && operations !== undefined) {
    throw wrongInput("--duration and --operations exclude each other: either ends the run");
  }
  const workload: Workload = {
    ...base,
    parameters: completeParameters({
      ...base.parameters,
      // Arrivals set the pace of an open loop; that the base pauses was not the user's wish.
      ...(turned.ratePerSecond !== undefined && { pauseUs: 0, maximumInFlight: undefined }),
      ...turned,
      seed,
    }),
    durationMs: durationMs ?? base.durationMs,
    operations,
  };
  try {
    assertValidParameters(workload.parameters);
    assertValidRunLength(runLengthOf(workload));
  } catch (error) {
    throw wrongInput(messageOf(error));
  }
  if (turned.hold !== undefined && workload.parameters.updaters === 0) {
    throw wrongInput(`--hold has no effect on ${base.name}, which has no updaters; add --updaters`);
  }
  return workload;
}

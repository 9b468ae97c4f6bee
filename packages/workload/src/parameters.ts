/** Workloads by name, how long they run, and which parameters make sense together. */
import {
  knobs,
  MAXIMUM_CLIENTS,
  runLengthKnobs,
  type Knob,
  type KnobName,
  type WorkloadParameters,
} from "./knobs.ts";

/** How much of a workload is run: for a time, or until that number of operations has completed. */
export type RunLength = { readonly durationMs: number } | { readonly operations: number };

/** A workload with a name, the question it answers, and how long it runs by default. */
export interface Workload {
  readonly name: string;
  readonly question: string;
  readonly parameters: WorkloadParameters;
  readonly durationMs: number;
  /** If given, the run ends after this number of operations, over all clients, not after a time. */
  readonly operations?: number | undefined;
}

/** How much of a workload is run. */
export function runLengthOf({ operations, durationMs }: Workload): RunLength {
  return operations === undefined ? { durationMs } : { operations };
}

/** How many clients a workload has. */
export function clientsOf({ readers, writers, updaters }: WorkloadParameters): number {
  return readers + writers + updaters;
}

/**
 * Throws a RangeError, whose message names the parameter, if a parameter is out of its bounds
 * or would have no effect together with the others.
 */
export function assertValidParameters(parameters: WorkloadParameters): void {
  for (const name of Object.keys(knobs) as KnobName[]) {
    assertWithinBounds(knobs[name], parameters[name]);
  }
  const clients = clientsOf(parameters);
  if (clients === 0) {
    throw new RangeError("there is nothing to do: ask for at least one reader, writer or updater");
  }
  if (clients > MAXIMUM_CLIENTS) {
    throw new RangeError(
      `at most ${MAXIMUM_CLIENTS} clients fit in one run; readers, writers and updaters are ${clients} together`,
    );
  }
  assertValidDistribution(parameters);
  assertValidLoop(parameters);
}

/** Throws a RangeError, whose message names the fault, if nothing can be run for that long. */
export function assertValidRunLength(runLength: RunLength): void {
  if ("operations" in runLength) {
    const { least, most } = runLengthKnobs.operations;
    assertWholeNumber("operations", runLength.operations, least, most);
    return;
  }
  const { durationMs } = runLength;
  const { most } = runLengthKnobs.durationMs;
  if (!(durationMs > 0 && durationMs <= most)) {
    throw new RangeError(
      `duration in milliseconds must be more than 0 and at most ${most}, not ${durationMs}`,
    );
  }
}

function assertWithinBounds(knob: Knob, value: number | string): void {
  if (value === knob.untouched) return;
  switch (knob.kind) {
    case "count":
      assertWholeNumber(knob.label, value, knob.least, knob.most);
      break;
    case "hold":
      if (value === "microtask" || value === "immediate") break;
      assertWholeNumber(knob.label, value, 0, knob.most);
      break;
    case "time":
      assertWholeNumber(knob.label, value, 0, knob.most);
      break;
    case "choice":
      if (knob.choices.includes(String(value))) break;
      throw new RangeError(`${knob.label} must be ${inWords(knob.choices)}, not ${value}`);
  }
}

function assertWholeNumber(
  label: string,
  value: number | string,
  least: number,
  most: number,
): void {
  if (!Number.isInteger(value) || Number(value) < least || Number(value) > most) {
    throw new RangeError(`${label} must be a whole number from ${least} to ${most}, not ${value}`);
  }
}

/** "uniform, zipf or hotspot" */
function inWords(choices: readonly string[]): string {
  return `${choices.slice(0, -1).join(", ")} or ${choices.at(-1)}`;
}

function assertValidDistribution({ keyDistribution, keys }: WorkloadParameters): void {
  if (keyDistribution !== "uniform" && keys === 1) {
    throw new RangeError(
      `key distribution ${keyDistribution} has no effect on one key: ask for more keys`,
    );
  }
}

function assertValidLoop({ ratePerSecond, maximumInFlight, pauseUs }: WorkloadParameters): void {
  if (ratePerSecond === 0 && maximumInFlight !== 0) {
    throw new RangeError(
      "maximum in flight has no effect in a closed loop, where each client has one operation at a time: add a rate or leave it out",
    );
  }
  if (ratePerSecond > 0 && maximumInFlight === 0) {
    const { label, least, most } = knobs.maximumInFlight;
    assertWholeNumber(label, maximumInFlight, least, most);
  }
  if (ratePerSecond > 0 && pauseUs > 0) {
    throw new RangeError(
      "pause has no effect in an open loop, where arrivals set the pace: leave out the pause or the rate",
    );
  }
}

/** The workloads that the flags of the command line describe. */
import { InvalidArgumentError } from "@commander-js/extra-typings";
import {
  assertValidParameters,
  presets,
  type Workload,
  type WorkloadParameters,
} from "@sync-strategies/workload";
import { CommandError, ExitCode } from "./exit-codes.ts";
import { messageOf } from "./messages.ts";
import { suggestion } from "./nearest-name.ts";

export function parseWorkloads(text: string): Workload[] {
  return text.split(",").map((name) => {
    const preset = Object.values(presets).find((workload) => workload.name === name);
    if (preset !== undefined) return preset;
    const names = Object.keys(presets);
    throw new InvalidArgumentError(
      `There is no workload "${name}"${suggestion(name, names) || `; there are ${names.join(", ")}`}`,
    );
  });
}

type WorkloadFlags = Partial<WorkloadParameters> & {
  readonly workload?: Workload[] | undefined;
  readonly pause?: number | undefined;
  readonly duration?: number | undefined;
  readonly seed: number;
};

/** The workloads that the flags describe. */
export function chooseWorkloads(flags: {
  [Flag in keyof WorkloadFlags]: WorkloadFlags[Flag] | undefined;
}): Workload[] {
  const { readers, writers, updaters, keys, pause, hold, duration, seed = 1 } = flags;
  const changed = Object.entries({ readers, writers, updaters, keys, pauseUs: pause, hold }).filter(
    ([, value]) => value !== undefined,
  );
  const shaped = changed.length > 0 || duration !== undefined;
  const custom: Workload = {
    ...presets.paced,
    name: "custom",
    question: "What does the workload that you described show?",
  };
  const bases: Workload[] = flags.workload ?? (shaped ? [custom] : Object.values(presets));
  return bases.map((base) => {
    const parameters: WorkloadParameters = {
      ...base.parameters,
      ...Object.fromEntries(changed),
      seed,
    };
    try {
      assertValidParameters(parameters);
    } catch (error) {
      throw new CommandError(ExitCode.wrongInput, messageOf(error));
    }
    if (hold !== undefined && parameters.updaters === 0) {
      throw new CommandError(
        ExitCode.wrongInput,
        `--hold has no effect on ${base.name}, which has no updaters; add --updaters`,
      );
    }
    return {
      ...base,
      parameters,
      durationMs: duration === undefined ? base.durationMs : duration / 1000,
    };
  });
}

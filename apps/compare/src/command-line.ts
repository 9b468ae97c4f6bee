/** What the user asked for: the command line, read and checked before anything runs. */
import { Command, CommanderError, InvalidArgumentError } from "@commander-js/extra-typings";
import {
  assertValidParameters,
  MAXIMUM_CLIENTS,
  MAXIMUM_KEYS,
  presets,
  type Workload,
  type WorkloadParameters,
} from "@sync-strategies/workload";
import { CommandError, ExitCode } from "./exit-codes.ts";
import { parseDuration, parseHold, parsePause, wholeNumber } from "./flags.ts";
import { messageOf } from "./messages.ts";
import { suggestion } from "./nearest-name.ts";

const formats = ["table", "json", "csv", "markdown"] as const;
export type Format = (typeof formats)[number];

export interface CompareRequest {
  /** Names or paths of strategies; none means all of the repository's. */
  readonly strategies: readonly string[];
  readonly workloads: readonly Workload[];
  readonly reference: boolean;
  readonly format: Format;
  readonly seed: number;
}

export interface Handlers {
  readonly compare: (request: CompareRequest) => Promise<void>;
  readonly list: (format: Format) => Promise<void>;
}

const DEFAULT_SEED = 1;

const epilogue = `
Workload flags without --workload make one workload, "custom", that starts from paced.

Examples:
  pnpm compare                                      all strategies, all workloads
  pnpm compare channels mutex --workload saturated  two strategies, one workload
  pnpm compare --readers 7 --writers 3 --pause 2ms --duration 300ms
  pnpm compare ./my-strategy.ts channels            a strategy of your own beside another
  pnpm --silent compare --format json > result.json

Exit codes: 0 fine, 1 a strategy broke the contract, threw or hung, 2 wrong input,
  4 the work could not be done, 130 interrupted.`;

/**
 * Reads the command line and calls the handler that it asks for.
 *
 * @throws {CommandError} if the command line makes no sense.
 */
export async function runCommandLine(typed: readonly string[], handlers: Handlers): Promise<void> {
  // pnpm hands on a "--" that was typed to separate its own flags from these.
  const words = typed[0] === "--" ? typed.slice(1) : typed;
  try {
    await program(handlers).parseAsync(words, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return;
    throw new CommandError(ExitCode.wrongInput, plain(error.message));
  }
}

function program(handlers: Handlers): Command {
  const clients = wholeNumber(0, MAXIMUM_CLIENTS);
  const command = new Command("pnpm compare")
    .description(
      "Runs the identical workload of readers, writers and updaters against each strategy for " +
        "sharing state, every one in a fresh process, and prints what it got done.",
    )
    .argument("[strategies...]", "ids, package folders, or paths of .ts or .js files; default: all")
    .option(
      "--workload <names>",
      `${Object.keys(presets).join(", ")}; several joined by commas`,
      parseWorkloads,
    )
    .option("--readers <n>", "clients that read", clients)
    .option("--writers <n>", "clients that write", clients)
    .option("--updaters <n>", "clients that update", clients)
    .option("--keys <n>", "how many keys there are", wholeNumber(1, MAXIMUM_KEYS))
    .option("--pause <time>", "rest after each operation: 1ms, 50us, 0", parsePause)
    .option("--hold <time>", "what an updater awaits: microtask, immediate, or a time", parseHold)
    .option("--duration <time>", "how long each run is: 300ms, 2s", parseDuration)
    .option(
      "--seed <n>",
      "decides every random choice",
      wholeNumber(-(2 ** 31), 2 ** 31 - 1),
      DEFAULT_SEED,
    )
    .option("--no-reference", "leave out Go's own figures")
    .option("--format <format>", formats.join(", "), parseFormat, "table" as Format)
    .option("--debug", "print stack traces")
    .addHelpText("after", epilogue)
    .configureOutput({ writeErr: () => {} })
    .exitOverride()
    .action(async (strategies, options) => {
      await handlers.compare({
        strategies,
        workloads: chooseWorkloads(options),
        reference: options.reference,
        format: options.format,
        seed: options.seed,
      });
    });
  command
    .command("list")
    .description("names the strategies and the workloads")
    .configureOutput({ writeErr: () => {} })
    .exitOverride()
    .option("--format <format>", "table, json", parseFormat)
    .action(async ({ format }) => handlers.list(format ?? command.opts().format));
  return command as unknown as Command;
}

function parseWorkloads(text: string): Workload[] {
  return text.split(",").map((name) => {
    const preset = Object.values(presets).find((workload) => workload.name === name);
    if (preset !== undefined) return preset;
    const names = Object.keys(presets);
    throw new InvalidArgumentError(
      `There is no workload "${name}"${suggestion(name, names) || `; there are ${names.join(", ")}`}`,
    );
  });
}

function parseFormat(text: string): Format {
  const format = formats.find((name) => name === text);
  if (format !== undefined) return format;
  throw new InvalidArgumentError(`Choose from ${formats.join(", ")}${suggestion(text, formats)}`);
}

type WorkloadFlags = Partial<WorkloadParameters> & {
  readonly workload?: Workload[] | undefined;
  readonly pause?: number | undefined;
  readonly duration?: number | undefined;
  readonly seed: number;
};

/** The workloads that the flags describe. */
function chooseWorkloads(flags: {
  [Flag in keyof WorkloadFlags]: WorkloadFlags[Flag] | undefined;
}): Workload[] {
  const { readers, writers, updaters, keys, pause, hold, duration, seed = DEFAULT_SEED } = flags;
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

/** Commander's message as one line. */
function plain(message: string): string {
  return message
    .replace(/^error: /, "")
    .replaceAll(/\s*\n\s*/g, " ")
    .trim();
}

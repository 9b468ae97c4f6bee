/** What the user asked for: the command line, read and checked before anything runs. */
import {
  oneOf,
  parseDuration,
  parseShare,
  quiet,
  wholeNumber,
  wrongInput,
} from "@sync-strategies/command-kit";
import { Command } from "@commander-js/extra-typings";
import { allPresets } from "@sync-strategies/workload";
import type { CheckRequest } from "./check/check.ts";
import { modelNames, parseInitial, parseModel } from "./check/models.ts";
import type { ListRequest } from "./list.ts";
import type { ExploreRequest } from "./explore/explore.ts";
import { parseScenarios } from "./explore/scenario-names.ts";
import type { DiffRequest } from "./diff/diff.ts";
import { parseLimit, type Limit } from "./limits.ts";
import {
  chooseWorkloads,
  knobParsers,
  parseSweep,
  parseWorkloads,
  type ChosenWorkload,
} from "./workload-flags.ts";

const formats = ["table", "json", "csv", "markdown"] as const;
export type Format = (typeof formats)[number];

/** What sub-commands can print; only a comparison has more. */
const plainFormats = ["table", "json"] as const;
export type PlainFormat = (typeof plainFormats)[number];

export interface CompareRequest {
  /** Names or paths of strategies; none means all of the repository's. */
  readonly strategies: readonly string[];
  readonly workloads: readonly ChosenWorkload[];
  readonly rounds: number;
  /** What others are compared with; undefined to choose one. */
  readonly baseline: string | undefined;
  readonly reference: boolean;
  /** Whether other libraries are asked for. */
  readonly peers: boolean;
  /** Whether histories are recorded and checked. */
  readonly isChecked: boolean;
  readonly format: Format;
  readonly seed: number;
  /** The file, or the stem of the files, that histories are written to. */
  readonly saveHistory: string | undefined;
  /** The file that the result is written to. */
  readonly save: string | undefined;
  /** The file that the HTML page is written to. */
  readonly report: string | undefined;
  readonly limits: readonly Limit[];
}

export interface Handlers {
  readonly compare: (request: CompareRequest) => Promise<void>;
  readonly list: (request: ListRequest) => Promise<void>;
  readonly check: (request: CheckRequest) => Promise<void>;
  readonly explore: (request: ExploreRequest) => Promise<void>;
  readonly diff: (request: DiffRequest) => Promise<void>;
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
  pnpm compare --rigorous --workload saturated      ten rounds: intervals, verdicts, tiers
  pnpm compare --workload saturated --sweep readers=1,10,100 --report report.html
  pnpm compare channels --peers --workload saturated  beside other libraries' channels
  pnpm compare explore mutex                        every interleaving of a few clients
  pnpm compare check run.jsonl                      a recorded history

Exit codes: 0 fine, 1 a strategy broke the contract, threw or hung, a history is not
  linearizable, or a limit was crossed, 2 wrong input, 3 nothing worse than a history that nobody could decide on,
  4 the work could not be done, 130 interrupted.`;

/** The command with its sub-commands, each of which calls its handler with what was asked for. */
export function program(handlers: Handlers): Command {
  const command = compareCommand(handlers);
  for (const subCommand of [
    listCommand(handlers),
    checkCommand(handlers),
    exploreCommand(handlers),
    diffCommand(handlers),
  ]) {
    command.addCommand(subCommand);
  }
  return command;
}

function compareCommand(handlers: Handlers): Command {
  return quiet(new Command("pnpm compare"))
    .description(
      "Runs the identical workload of readers, writers and updaters against each strategy for " +
        "sharing state, every one in a fresh process, and prints what it got done.",
    )
    .enablePositionalOptions()
    .argument("[strategies...]", "ids, package folders, or paths of .ts or .js files; default: all")
    .optionsGroup("Workload:")
    .option(
      "--workload <names>",
      `${Object.keys(allPresets).join(", ")}; several joined by commas`,
      parseWorkloads,
    )
    .option("--readers <n>", "clients that read", knobParsers.readers)
    .option("--writers <n>", "clients that write", knobParsers.writers)
    .option("--updaters <n>", "clients that update", knobParsers.updaters)
    .option("--keys <n>", "how many keys there are", knobParsers.keys)
    .option("--distribution <d>", "of the keys: uniform, zipf, hotspot", knobParsers.distribution)
    .option("--pause <time>", "rest after each operation: 1ms, 50us, 0", knobParsers.pause)
    .option(
      "--hold <time>",
      "what an updater awaits: microtask, immediate, or a time",
      knobParsers.hold,
    )
    .option("--rate <n>", "open loop: so many operations arrive a second", knobParsers.rate)
    .option(
      "--max-in-flight <n>",
      "open loop: drop what arrives beyond that",
      knobParsers["max-in-flight"],
    )
    .option("--duration <time>", "how long each run is: 300ms, 2s", knobParsers.duration)
    .option("--operations <n>", "run so many operations instead of a time", knobParsers.operations)
    .option("--sweep <knob=a,b,c>", "run at each of these values of a knob above", parseSweep)
    .option("--seed <n>", "decides every random choice", seed, DEFAULT_SEED)
    .optionsGroup("Measuring:")
    .option("--rounds <n>", "how often each strategy runs, in shuffled order", wholeNumber(1, 1000))
    .option("--rigorous", "ten rounds: intervals, verdicts, tiers")
    .option("--baseline <id>", "what others are compared with; default: mutex, or the first")
    .option("--peers", "other libraries beside them; the first time, this installs them")
    .option("--no-reference", "leave out Go's own figures")
    .option("--no-check", "record no histories: no verdicts, and no time spent on them")
    .optionsGroup("Output:")
    .option("--format <format>", formats.join(", "), oneOf(formats), "table" as Format)
    .option("--report <file>", "write an HTML page with pictures, too")
    .option("--save <file>", "keep the result, for pnpm compare diff")
    .option("--save-history <file>", "keep each run's history, for pnpm compare check")
    .option(
      "--fail-if <condition>",
      'exit with 1 if it holds for a strategy: "p99>5ms"; may be repeated',
      parseLimit,
    )
    .option("--debug", "print stack traces")
    .addHelpText("after", epilogue)
    .action(async (strategies, options) => {
      const { rounds, rigorous } = options;
      if (rigorous === true && rounds !== undefined) {
        throw wrongInput("--rigorous means --rounds 10; give one of them");
      }
      if (!options.check && options.saveHistory !== undefined) {
        throw wrongInput("--no-check records no history that --save-history could keep");
      }
      await handlers.compare({
        strategies,
        workloads: chooseWorkloads(options),
        rounds: rigorous === true ? RIGOROUS_ROUNDS : (rounds ?? 1),
        baseline: options.baseline,
        reference: options.reference,
        peers: options.peers === true,
        isChecked: options.check,
        format: options.format,
        seed: options.seed,
        saveHistory: options.saveHistory,
        save: options.save,
        report: options.report,
        limits: options.failIf ?? [],
      });
    }) as unknown as Command;
}

/** How many rounds `--rigorous` stands for. */
const RIGOROUS_ROUNDS = 10;

function diffCommand(handlers: Handlers): Command {
  return quiet(new Command("diff"))
    .description("compare two saved results, or the last two runs")
    .argument("[old]", "a file that --save has written")
    .argument("[new]", "another one")
    .option(
      "--max-regression <share>",
      "exit with 1 if a strategy got slower by more: 5%",
      parseShare,
    )
    .option("--force", "compare results of different workloads or machines all the same")
    .option(...plainFormat)
    .option("--debug", "print stack traces")
    .action(async (older, newer, { maxRegression, force, format }) => {
      if (older !== undefined && newer === undefined) throw wrongInput("name two results, or none");
      const files =
        older === undefined || newer === undefined ? undefined : ([older, newer] as const);
      await handlers.diff({
        files,
        maximumRegression: maxRegression,
        force: force === true,
        format,
      });
    }) as unknown as Command;
}

function listCommand(handlers: Handlers): Command {
  return quiet(new Command("list"))
    .description("name the strategies and the workloads")
    .option("--peers", "the peers, too; the first time, this installs them")
    .option(...plainFormat)
    .option("--debug", "print stack traces")
    .action(async ({ format, peers }) => handlers.list({ format, peers: peers === true }));
}

function checkCommand(handlers: Handlers): Command {
  return quiet(new Command("check"))
    .description("check recorded histories for linearizability")
    .argument("<path>", "a file of JSON lines, or a folder of them; its manifest.json is heeded")
    .option("--model <model>", `what each key is: ${modelNames.join(", ")}`, parseModel)
    .option("--initial <json>", "what each key is at first: null, 0, '\"\"'", parseInitial)
    .option("--budget <time>", "how long to search for an answer, per file", parseDuration)
    .option(...plainFormat)
    .option("--debug", "print stack traces")
    .action(async (path, { model, initial, budget, format }) =>
      handlers.check({
        path,
        model,
        initial,
        budgetMs: budget === undefined ? undefined : budget / 1000,
        format,
      }),
    ) as unknown as Command;
}

const MAXIMUM_SCHEDULES = 10_000_000;

function exploreCommand(handlers: Handlers): Command {
  return quiet(new Command("explore"))
    .description("run strategies through every interleaving of a few clients")
    .argument("[strategies...]", "ids, package folders, or paths of .ts or .js files; default: all")
    .option("--scenario <names>", "which scenarios; several joined by commas", parseScenarios)
    .option("--schedule <letters>", "replay one schedule of one scenario, such as ABBA")
    .option("--random <n>", "draw this many schedules instead", wholeNumber(1, MAXIMUM_SCHEDULES))
    .option("--seed <n>", "decides what --random draws", seed)
    .option(
      "--max-schedules <n>",
      "give up on a scenario after so many",
      wholeNumber(1, MAXIMUM_SCHEDULES),
    )
    .option(...plainFormat)
    .option("--debug", "print stack traces")
    .addHelpText(
      "after",
      "\nExamples:\n" +
        "  pnpm compare explore                 all strategies, all scenarios\n" +
        "  pnpm compare explore unsynchronized --scenario lost-update --schedule ABBA\n" +
        "  pnpm compare explore ./my-strategy.ts --random 10000 --seed 7",
    )
    .action(async (strategies, options) => {
      const { scenario, schedule, random, seed: drawn, maxSchedules, format } = options;
      if (drawn !== undefined && random === undefined) {
        throw wrongInput("--seed has no effect without --random");
      }
      if (random !== undefined && maxSchedules !== undefined) {
        throw wrongInput("--random says how many schedules are run; leave out --max-schedules");
      }
      if (schedule !== undefined) {
        if (random !== undefined || maxSchedules !== undefined) {
          throw wrongInput("--schedule runs one schedule; leave out --random and --max-schedules");
        }
        if (strategies.length !== 1 || scenario?.length !== 1) {
          throw wrongInput("--schedule needs one strategy and one --scenario");
        }
      }
      await handlers.explore({
        ...{ strategies, scenarios: scenario, schedule, format, maximumSchedules: maxSchedules },
        random:
          random === undefined ? undefined : { schedules: random, seed: drawn ?? DEFAULT_SEED },
      });
    }) as unknown as Command;
}

const seed = wholeNumber(-(2 ** 31), 2 ** 31 - 1);

const plainFormat = [
  "--format <format>",
  plainFormats.join(", "),
  oneOf(plainFormats),
  "table",
] as const satisfies readonly [string, string, (text: string) => PlainFormat, PlainFormat];

/** What `pnpm compare` itself was asked for: its flags, read and checked before anything runs. */
import { Command } from "@commander-js/extra-typings";
import { quiet, wholeNumber, wrongInput } from "@sync-strategies/command-kit";
import type { Limit } from "@sync-strategies/results";
import { allPresets, knobs } from "@sync-strategies/workload";
import { DEFAULT_SEED, parseSeed } from "../options/seed.ts";
import { parseLimit } from "./limit-flag.ts";
import { formats, parseFormat, type Format } from "./reporters.ts";
import { membersHelp, parseMembers } from "./members-flags.ts";
import { addUrlFlags, requestedServices, type RequestedServices } from "./services-flags.ts";
import {
  chooseWorkloads,
  knobFlags,
  parseSweep,
  parseWorkloads,
  type ChosenWorkload,
} from "./workload-flags.ts";

export interface CompareRequest {
  /** Names or paths of strategies; none means all of the repository's. */
  readonly strategies: readonly string[];
  /** Whose servers have the state; undefined if none has. */
  readonly services: RequestedServices | undefined;
  /** All with members of one span, or all with none. */
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

/** How many rounds `--rigorous` means. */
const RIGOROUS_ROUNDS = 10;

const epilogue = `
Workload flags without --workload make one workload, "custom", that starts from paced.

Examples:
  pnpm compare                                      all strategies, all workloads
  pnpm compare channels mutex --workload saturated  two strategies, one workload
  pnpm compare --readers 7 --writers 3 --pause 2ms --duration 300ms
  pnpm compare ./my-strategy.ts channels            your own strategy and another
  pnpm --silent compare --format json > result.json
  pnpm compare --rigorous --workload saturated      ten rounds: intervals, standings, tiers
  pnpm compare --workload saturated --sweep readers=1,10,100 --report report.html
  pnpm compare channels --peers --workload saturated  with other libraries' channels
  pnpm compare --threads                            state that threads share
  pnpm compare --threads 4 futex --workload contended
  pnpm compare --workload saturated --sweep threads=1,2,4
  pnpm compare --processes 2                        state that processes share
  pnpm compare --services                           state on servers, started for the command
  pnpm compare ./my-strategy.ts --redis redis://127.0.0.1:6379
  pnpm compare explore mutex                        every interleaving of a few clients
  pnpm compare check run.jsonl                      a recorded history

Exit codes: 0 fine, 1 a strategy broke the contract, threw or hung, a history is not
  linearizable, or a limit was crossed, 2 wrong input, 3 it could not be decided (a history
  within its budget, a regression from these rounds), 4 the work could not be done,
  130 interrupted (143 by SIGTERM, 129 by the end of the terminal).`;

/** @param run called with what was asked for. */
export function compareCommand(run: (request: CompareRequest) => Promise<void>): Command {
  const command = quiet(new Command("pnpm compare"))
    .description(
      "Runs the identical workload of readers, writers and updaters against each strategy for " +
        "sharing state, each in a fresh process, and prints what each completed.",
    )
    .enablePositionalOptions()
    .argument("[strategies...]", "ids, package folders, or paths of .ts or .js files; default: all")
    .optionsGroup("Workload:")
    .option(
      "--workload <names>",
      `${Object.keys(allPresets).join(", ")}; several joined by commas`,
      parseWorkloads,
    );
  // Their names are data, so commander's types cannot know their values.
  for (const { name, placeholder, help, parse } of knobFlags) {
    (command as unknown as Command).option(`--${name} ${placeholder}`, help, parse);
  }
  const spreading = command
    .option("--threads [n]", membersHelp.threads, parseMembers)
    .option("--processes [n]", membersHelp.processes, parseMembers)
    .option(
      "--services",
      "share the state on servers, between --processes n; starts those there are",
    );
  addUrlFlags(spreading as unknown as Command);
  return spreading
    .option("--sweep <knob=a,b,c>", "run at each of these values of a knob above", parseSweep)
    .option("--seed <n>", knobs.seed.help, parseSeed, DEFAULT_SEED)
    .optionsGroup("Measuring:")
    .option("--rounds <n>", "how often each strategy runs, in shuffled order", wholeNumber(1, 1000))
    .option("--rigorous", "ten rounds: intervals, standings, tiers")
    .option(
      "--baseline <id>",
      "what others are compared with; default: the one with a single lock, as mutex, or the first",
    )
    .option("--peers", "add other libraries; the first time, this installs them")
    .option("--no-reference", "leave out Go's own figures")
    .option("--no-check", "record no histories: no verdicts, and no time spent on them")
    .optionsGroup("Output:")
    .option("--format <format>", formats.join(", "), parseFormat, "table" as Format)
    .option("--report <file>", "also write an HTML page with pictures")
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
      // The word after such a flag may be a strategy.
      const named = [options.threads, options.processes].flatMap((typed) =>
        typeof typed === "object" ? [typed.strategy] : [],
      );
      if (rigorous === true && rounds !== undefined) {
        throw wrongInput("--rigorous means --rounds 10; give one of them");
      }
      if (!options.check && options.saveHistory !== undefined) {
        throw wrongInput("--no-check records no history that --save-history could keep");
      }
      const services = requestedServices(options);
      if (services !== undefined && options.peers === true) {
        throw wrongInput(
          "--peers and --services exclude each other: no peer has state on a server",
        );
      }
      await run({
        strategies: [...named, ...strategies],
        services,
        workloads: chooseWorkloads({ ...options, services: services !== undefined }),
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

/** The flags of `pnpm compare explore`. */
import { Command } from "@commander-js/extra-typings";
import { quiet, wholeNumber, wrongInput } from "@sync-strategies/command-kit";
import type { Scenario } from "@sync-strategies/schedule-explorer";
import { plainFormatOption, type PlainFormat } from "../options/formats.ts";
import { DEFAULT_SEED, parseSeed } from "../options/seed.ts";
import { parseScenarios } from "./scenario-flag.ts";

export interface ExploreRequest {
  readonly strategies: readonly string[];
  /** All, if undefined. */
  readonly scenarios: readonly Scenario[] | undefined;
  /** Replay this one, of the one scenario, instead of exploring. */
  readonly schedule: string | undefined;
  readonly random: { readonly seed: number; readonly schedules: number } | undefined;
  readonly maximumSchedules: number | undefined;
  readonly format: PlainFormat;
}

const MAXIMUM_SCHEDULES = 10_000_000;

/** @param run called with what was asked for. */
export function exploreCommand(run: (request: ExploreRequest) => Promise<void>): Command {
  return quiet(new Command("explore"))
    .description("run strategies through every interleaving of a few clients")
    .argument("[strategies...]", "ids, package folders, or paths of .ts or .js files; default: all")
    .option("--scenario <names>", "which scenarios; several joined by commas", parseScenarios)
    .option("--schedule <letters>", "replay one schedule of one scenario, such as ABBA")
    .option("--random <n>", "draw n schedules at random instead", wholeNumber(1, MAXIMUM_SCHEDULES))
    .option("--seed <n>", "decides what --random draws", parseSeed)
    .option(
      "--max-schedules <n>",
      "stop each scenario after n schedules",
      wholeNumber(1, MAXIMUM_SCHEDULES),
    )
    .option(...plainFormatOption)
    .option("--debug", "print stack traces")
    .addHelpText(
      "after",
      "\nExamples:\n" +
        "  pnpm compare explore                 all strategies, all scenarios\n" +
        "  pnpm compare explore unsynchronized --scenario lost-update --schedule ABBA\n" +
        "  pnpm compare explore ./my-strategy.ts --random 10000 --seed 7",
    )
    .action(async (strategies, options) => {
      const { scenario, schedule, random, seed, maxSchedules, format } = options;
      if (seed !== undefined && random === undefined) {
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
      await run({
        strategies,
        scenarios: scenario,
        schedule,
        random:
          random === undefined ? undefined : { schedules: random, seed: seed ?? DEFAULT_SEED },
        maximumSchedules: maxSchedules,
        format,
      });
    }) as unknown as Command;
}

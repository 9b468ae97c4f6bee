/** The flags of `pnpm compare faults`. */
import { Command } from "@commander-js/extra-typings";
import { oneOf, quiet, wholeNumber } from "@sync-strategies/command-kit";
import { DEFAULT_SEED, parseSeed } from "../options/seed.ts";
import { findFaults } from "./find-faults.ts";

export const faultFormats = ["text", "json", "csv", "markdown"] as const;
export type FaultFormat = (typeof faultFormats)[number];

export interface FaultsRequest {
  /** All, if empty. */
  readonly ids: readonly string[];
  /** That of the first round; the next one's is one more. */
  readonly seed: number;
  readonly rounds: number;
  readonly format: FaultFormat;
  /** The file that the result is to be written to. */
  readonly save: string | undefined;
}

const MOST_ROUNDS = 1000;

/** @param run called with what was asked for. */
export function faultsCommand(run: (request: FaultsRequest) => Promise<void>): Command {
  return quiet(new Command("faults"))
    .description("what each guarantee is worth when something fails: servers, clients, connections")
    .argument("[ids...]", "the faults; by default all")
    .option(
      "--seed <number>",
      "decides the workload and the moments of a fault",
      parseSeed,
      DEFAULT_SEED,
    )
    .option(
      "--rounds <number>",
      "play each cell this often, each time with the next seed",
      wholeNumber(1, MOST_ROUNDS),
      1,
    )
    .option("--format <format>", faultFormats.join(", "), oneOf(faultFormats), "text" as const)
    .option("--save <file>", "keep the result as JSON")
    .option("--debug", "print stack traces")
    .addHelpText(
      "after",
      () =>
        `\nFaults: ${findFaults()
          .map(({ id }) => id)
          .join(", ")}`,
    )
    .action(async (ids, { seed, rounds, format, save }) => {
      await run({ ids, seed, rounds, format, save });
    }) as unknown as Command;
}

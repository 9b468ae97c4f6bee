/** The flags of `pnpm compare check`. */
import { Command } from "@commander-js/extra-typings";
import { parseDuration, parseMemory, quiet } from "@sync-strategies/command-kit";
import { DEFAULT_BUDGET, type Budget } from "@sync-strategies/linearizability";
import { plainFormatOption, type PlainFormat } from "../options/formats.ts";
import { modelNames, parseInitial, parseModel, type ModelChoice } from "./model-flags.ts";

export interface CheckRequest extends ModelChoice {
  readonly path: string;
  /** For each file. */
  readonly budget: Budget;
  /** Whether values are `[key, value]`, as those of Jepsen's independent keys. */
  readonly independent: boolean;
  readonly format: PlainFormat;
}

/** @param run called with what was asked for. */
export function checkCommand(run: (request: CheckRequest) => Promise<void>): Command {
  return quiet(new Command("check"))
    .description("check recorded histories for linearizability")
    .argument(
      "<path>",
      "a file of JSON lines or, if it ends in .edn, of Jepsen's EDN; or a folder of them, with " +
        "or without manifest.json",
    )
    .option("--model <model>", `what each key is: ${modelNames.join(", ")}`, parseModel)
    .option("--initial <json>", "what each key is at first: null, 0, '\"\"'", parseInitial)
    .option("--independent", "values are [key, value], as those of Jepsen's independent keys")
    .option(
      "--budget <time>",
      "how long to search for an answer, per file; default: 10s",
      parseDuration,
    )
    .option(
      "--memory <size>",
      "what the search may remember, per file; default: 512MiB",
      parseMemory,
    )
    .option(...plainFormatOption)
    .option("--debug", "print stack traces")
    .action(async (path, { model, initial, independent, budget, memory, format }) => {
      await run({
        path,
        model,
        initial,
        independent: independent === true,
        budget: {
          ...DEFAULT_BUDGET,
          ...(budget !== undefined && { milliseconds: budget / 1000 }),
          ...(memory !== undefined && { memoryBytes: memory }),
        },
        format,
      });
    }) as unknown as Command;
}

/** The flags of `pnpm compare check`. */
import { Command } from "@commander-js/extra-typings";
import { parseDuration, quiet } from "@sync-strategies/command-kit";
import { plainFormatOption, type PlainFormat } from "../options/formats.ts";
import { modelNames, parseInitial, parseModel, type ModelChoice } from "./model-flags.ts";

export interface CheckRequest extends ModelChoice {
  readonly path: string;
  /** For each file; the checker's own if undefined. */
  readonly budgetMs: number | undefined;
  readonly format: PlainFormat;
}

/** @param run called with what was asked for. */
export function checkCommand(run: (request: CheckRequest) => Promise<void>): Command {
  return quiet(new Command("check"))
    .description("check recorded histories for linearizability")
    .argument("<path>", "a file of JSON lines, or a folder of them, with or without manifest.json")
    .option("--model <model>", `what each key is: ${modelNames.join(", ")}`, parseModel)
    .option("--initial <json>", "what each key is at first: null, 0, '\"\"'", parseInitial)
    .option("--budget <time>", "how long to search for an answer, per file", parseDuration)
    .option(...plainFormatOption)
    .option("--debug", "print stack traces")
    .action(async (path, { model, initial, budget, format }) => {
      const budgetMs = budget === undefined ? undefined : budget / 1000;
      await run({ path, model, initial, budgetMs, format });
    }) as unknown as Command;
}

/** The flags of `pnpm compare check`. */
import { Command } from "@commander-js/extra-typings";
import {
  parseDuration,
  parseMemory,
  parseTimeOrZero,
  quiet,
  wrongInput,
} from "@sync-strategies/command-kit";
import { DEFAULT_BUDGET, type Budget } from "@sync-strategies/linearizability";
import { plainFormatOption, type PlainFormat } from "../options/formats.ts";
import {
  describeModels,
  modelNames,
  parseInitial,
  parseModel,
  type ModelChoice,
} from "./model-flags.ts";

export interface CheckRequest extends ModelChoice {
  /** One, or the files to merge. */
  readonly paths: readonly string[];
  /** Undefined unless the files are to be merged. */
  readonly merge: { readonly errorNs: number } | undefined;
  /** For each file. */
  readonly budget: Budget;
  /** Whether values are `[key, value]`, as those of Jepsen's independent keys. */
  readonly independent: boolean;
  /** Whether to show the order that was found of a linearizable history. */
  readonly order: boolean;
  /** The file to write that order to, as it was typed. */
  readonly saveOrder: string | undefined;
  readonly format: PlainFormat;
}

const epilogue = `
A line of JSON is an event: {"process":3,"type":"invoke","f":"write","value":1},
later the same with the type ok (it took effect), fail (it certainly did not)
or info (unknown). It may have a "key". What "value" is at the call of each
model's operations, and then in the line that is ok:

${describeModels()}

Exit codes: 0 linearizable, 1 not linearizable, or not as the manifest expects,
  2 a file or a flag makes no sense, 3 not decided within the budget.`;

/** @param run called with what was asked for. */
export function checkCommand(run: (request: CheckRequest) => Promise<void>): Command {
  return quiet(new Command("check"))
    .description("check recorded histories for linearizability")
    .argument(
      "<paths...>",
      "a file of JSON lines or, if it ends in .edn, of Jepsen's EDN; or a folder of them, with " +
        "or without manifest.json; with --merge, several files",
    )
    .option("--model <model>", `what each key is: ${modelNames.join(", ")}`, parseModel)
    .option("--initial <json>", "what each key is at first: null, 0, '\"\"'", parseInitial)
    .option("--independent", "values are [key, value], as those of Jepsen's independent keys")
    .option("--merge", "the files are one history, merged by the times in their lines")
    .option("--error <time>", "by how much the times of a file may be wrong", parseTimeOrZero)
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
    .option("--order", "show the order that was found of a linearizable history")
    .option("--save-order <file>", "write that order to a file, an operation per line")
    .option(...plainFormatOption)
    .option("--debug", "print stack traces")
    .addHelpText("after", epilogue)
    .action(async (paths, { budget, memory, merge, error, independent, ...choice }) => {
      if (merge === true && paths.length === 1) {
        throw wrongInput("--merge needs two files or more");
      }
      if (merge !== true && paths.length > 1) {
        throw wrongInput("several files are one history only with --merge; check one at a time");
      }
      if (merge !== true && error !== undefined) {
        throw wrongInput("--error has no effect without --merge");
      }
      await run({
        model: choice.model,
        initial: choice.initial,
        format: choice.format,
        order: choice.order === true,
        saveOrder: choice.saveOrder,
        paths,
        merge: merge === true ? { errorNs: (error ?? 0) * 1000 } : undefined,
        independent: independent === true,
        budget: {
          ...DEFAULT_BUDGET,
          ...(budget !== undefined && { milliseconds: budget / 1000 }),
          ...(memory !== undefined && { memoryBytes: memory }),
        },
      });
    }) as unknown as Command;
}

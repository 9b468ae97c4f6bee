/** The flags of `pnpm compare diff`. */
import { Command } from "@commander-js/extra-typings";
import { parseShare, quiet, wrongInput } from "@sync-strategies/command-kit";
import { plainFormatOption, type PlainFormat } from "../options/formats.ts";

export interface DiffRequest {
  /** The older and the newer one; undefined for the last two runs. */
  readonly files: readonly [string, string] | undefined;
  /** As a share, 1 being all. */
  readonly maximumRegression: number | undefined;
  /** Whether results of different workloads or machines are compared anyway. */
  readonly force: boolean;
  readonly format: PlainFormat;
}

/** @param run called with what was asked for. */
export function diffCommand(run: (request: DiffRequest) => Promise<void>): Command {
  return quiet(new Command("diff"))
    .description("compare two saved results, or the last two runs")
    .argument("[old]", "a file that --save has written")
    .argument("[new]", "another one")
    .option(
      "--max-regression <share>",
      "exit with 1 if a strategy got slower by more, with 3 if these rounds cannot tell: 5%",
      parseShare,
    )
    .option("--force", "compare results of different workloads or machines anyway")
    .option(...plainFormatOption)
    .option("--debug", "print stack traces")
    .action(async (older, newer, { maxRegression, force, format }) => {
      if (older !== undefined && newer === undefined) {
        throw wrongInput("name two results, or none");
      }
      const files =
        older === undefined || newer === undefined ? undefined : ([older, newer] as const);
      await run({ files, maximumRegression: maxRegression, force: force === true, format });
    }) as unknown as Command;
}

/** The flags of `pnpm compare list`. */
import { Command } from "@commander-js/extra-typings";
import { quiet } from "@sync-strategies/command-kit";
import { plainFormatOption, type PlainFormat } from "../options/formats.ts";

export interface ListRequest {
  readonly format: PlainFormat;
  /** Whether other libraries are listed, too. */
  readonly peers: boolean;
}

/** @param run called with what was asked for. */
export function listCommand(run: (request: ListRequest) => Promise<void>): Command {
  return quiet(new Command("list"))
    .description("name the strategies and the workloads")
    .option("--peers", "also the peers; the first time, this installs them")
    .option(...plainFormatOption)
    .option("--debug", "print stack traces")
    .action(async ({ format, peers }) => run({ format, peers: peers === true }));
}

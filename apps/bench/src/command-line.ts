/** The words of `pnpm bench`. */
import { Argument, Command, Option } from "@commander-js/extra-typings";
import { quiet, wholeNumber } from "@sync-strategies/command-kit";

export const allGroups = [
  "send-receive",
  "select",
  "lock",
  "post-reply",
  "scaling",
  "endurance",
] as const;

export interface BenchRequest {
  readonly groups: readonly (typeof allGroups)[number][];
  readonly rounds: number;
  readonly operations: number;
  readonly format: "table" | "json";
}

const DEFAULT_ROUNDS = 6;
const DEFAULT_OPERATIONS = 10_000_000;

const epilogue = `
Groups:
  send-receive  hand a value from task to task over an unbuffered channel
  select        receive from the first of 1, 2, 8 and 64 channels
  lock          acquire and release, alone and in a crowd
  post-reply    ask another task and have its reply
  scaling       cost by clients and keys, by the sweep of pnpm compare
  endurance     ten million operations: memory afterwards, and timers meanwhile

The primitives of other libraries are included once pnpm compare --peers has
installed them; everything then takes about six minutes.

Examples:
  pnpm bench                       everything, about four minutes
  pnpm bench select lock           two groups
  pnpm bench endurance --operations 1000000
  pnpm --silent bench --format json > bench.json

Exit codes: 0 fine, 2 wrong input, 4 the work could not be done.`;

/** The command. It calls the handler with what was asked for. */
export function benchCommand(handler: (request: BenchRequest) => Promise<void>) {
  return quiet(new Command("pnpm bench"))
    .description("Measures the primitives that strategies are made of.")
    .addArgument(new Argument("[groups...]", "which groups; default: all").choices(allGroups))
    .option("--rounds <n>", "fresh processes for each figure", wholeNumber(1, 100), DEFAULT_ROUNDS)
    .option(
      "--operations <n>",
      "for endurance, through each strategy",
      wholeNumber(1, 1_000_000_000),
      DEFAULT_OPERATIONS,
    )
    .addOption(
      new Option("--format <format>", "how to print it")
        .choices(["table", "json"] as const)
        .default("table" as const),
    )
    .option("--debug", "print the stack behind an error")
    .addHelpText("after", epilogue)
    .action(async (groups, { rounds, operations, format }) => {
      const asked = allGroups.filter((group) => groups.length === 0 || groups.includes(group));
      await handler({ groups: asked, rounds, operations, format });
    });
}

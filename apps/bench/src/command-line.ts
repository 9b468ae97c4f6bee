/** What the user asked for. */
import { Argument, Command, InvalidArgumentError, Option } from "@commander-js/extra-typings";

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
  endurance     ten million operations: heap afterwards, and timers meanwhile

The other libraries' primitives join in once pnpm compare --peers has installed
them; it then takes about four minutes.

Examples:
  pnpm bench                       everything, about two minutes
  pnpm bench select lock           two groups
  pnpm bench endurance --operations 1000000
  pnpm --silent bench --format json > bench.json

Exit codes: 0 fine, 2 wrong input, 4 the work could not be done.`;

/** Reads the command line and hands on the request. Commander's own errors pass through. */
export async function runCommandLine(
  typed: readonly string[],
  handler: (request: BenchRequest) => Promise<void>,
): Promise<void> {
  const command = new Command("pnpm bench")
    .description("Measures the primitives that strategies are made of.")
    .addArgument(new Argument("[groups...]", "which groups; default: all").choices(allGroups))
    .option("--rounds <n>", "fresh processes for each figure", number(1, 100), DEFAULT_ROUNDS)
    .option(
      "--operations <n>",
      "for endurance, through each strategy",
      number(1, 1_000_000_000),
      DEFAULT_OPERATIONS,
    )
    .addOption(
      new Option("--format <format>", "how to print it")
        .choices(["table", "json"] as const)
        .default("table" as const),
    )
    .addHelpText("after", epilogue)
    .configureOutput({ writeErr: () => {} })
    .exitOverride()
    .action(async (groups, { rounds, operations, format }) => {
      const asked = allGroups.filter((group) => groups.length === 0 || groups.includes(group));
      await handler({ groups: asked, rounds, operations, format });
    });
  // pnpm hands on a "--" that was typed to separate its own flags from these.
  await command.parseAsync(typed[0] === "--" ? typed.slice(1) : typed, { from: "user" });
}

function number(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
    }
    return value;
  };
}

/**
 * `pnpm break-it`: changes one line of a strategy in a temporary copy, and shows which tests of
 * the contract catch it, and the smallest schedule that goes wrong.
 */
import { Command } from "@commander-js/extra-typings";
import { quiet, runCommand } from "../command.ts";
import { CommandError, ExitCode } from "../exit-codes.ts";
import { findStrategyPackages } from "../strategy-packages.ts";
import { breakIt } from "./break-it.ts";
import { findBreaks } from "./find-breaks.ts";
import { listBreaks } from "./list-breaks.ts";
import { selectBreaks } from "./select-breaks.ts";

const command = quiet(new Command("pnpm break-it"))
  .description(
    "Changes one line of a strategy, in a temporary copy, and shows which tests of the contract " +
      "catch it, and the smallest schedule that goes wrong. Without names it lists what there is.",
  )
  .argument("[names...]", "breaks, as mutex/ticket-kept; or strategies, for all of theirs")
  .option("--all", "every break of every strategy")
  .addHelpText(
    "after",
    `
Exit codes: 0 each was caught by exactly the tests named for it, 1 one was not, 2 wrong
  input, 4 a break could not be applied or run.`,
  )
  .action(async (names, { all = false }) => {
    if (names.length > 0 && all) {
      throw new CommandError(ExitCode.wrongInput, "either --all or names, not both");
    }
    const packages = await findStrategyPackages();
    const breaks = await findBreaks(packages);
    if (names.length === 0 && !all) listBreaks(packages, breaks);
    else process.exitCode = await breakIt(all ? breaks : selectBreaks(names, packages, breaks));
  });

await runCommand("break-it", command);

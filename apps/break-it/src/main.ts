/**
 * `pnpm break-it`: changes one line of a strategy in a temporary copy, and shows which tests of
 * the contract catch it, and the smallest schedule that goes wrong.
 */
import { Command } from "@commander-js/extra-typings";
import { quiet, runCommand, wrongInput } from "@sync-strategies/command-kit";
import {
  findStrategyPackages,
  loadSharedPackages,
  loadStrategyPackages,
} from "@sync-strategies/command-kit/strategies";
import { breakIt } from "./break-it.ts";
import { findBreaks } from "./find-breaks.ts";
import { listBreaks } from "./list-breaks.ts";
import { selectBreaks } from "./select-breaks.ts";

await runCommand("break-it", (complain) =>
  quiet(new Command("pnpm break-it"))
    .description(
      "Changes one line of a strategy, in a temporary copy, and shows which tests of the contract " +
        "catch it, and the smallest schedule that goes wrong. Without names it lists all breaks.",
    )
    .argument(
      "[names...]",
      "breaks, such as mutex/ticket-kept; or strategies, for all their breaks",
    )
    .option("--all", "every break of every strategy")
    .addHelpText(
      "after",
      `
Exit codes: 0 each break was caught by exactly the tests named for it, 1 one was not, 2 wrong
  input, 4 a break could not be applied or run.`,
    )
    .action(async (names, { all = false }) => {
      if (names.length > 0 && all) throw wrongInput("either --all or names, not both");
      const found = await findStrategyPackages();
      const packages = [
        ...(await loadStrategyPackages(found)),
        ...(await loadSharedPackages(found)),
      ];
      const breaks = await findBreaks(packages);
      if (names.length === 0 && !all) {
        listBreaks(packages, breaks);
        return;
      }
      const chosen = all ? breaks : selectBreaks(names, packages, breaks);
      process.exitCode = await breakIt(chosen, complain);
    }),
);

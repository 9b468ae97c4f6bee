/** `pnpm documents`: writes the generated parts of the documents, or checks them. */
import { Command } from "@commander-js/extra-typings";
import {
  ExitCode,
  messageOf,
  print,
  quiet,
  runCommand,
  userPath,
  workspaceRoot,
  wrongInput,
} from "@sync-strategies/command-kit";
import { examineDocuments, repairDocuments } from "./documents.ts";
import { record, takeFigures } from "./record.ts";
import { problemsOf } from "./problems.ts";
import { strategyPackagesOf } from "./strategy-packages.ts";

await runCommand("documents", (complain) =>
  quiet(new Command("pnpm documents"))
    .description(
      "Writes the generated parts of the documents: the walk-throughs of the strategies, the " +
        "trade-off cards, the page of figures, and recorded output.",
    )
    .option("--check", "write nothing; list what is out of date")
    .option("--record", "first run the commands whose output or figures belong to older code")
    .option("--all", "with --record: run all of them")
    .option("--figures <result...>", "first take the figures of saved results")
    .addHelpText(
      "after",
      "\nExit codes: 0 all is up to date, 1 something is out of date, 2 wrong input, 4 failed.",
    )
    .action(async ({ check = false, record: recording = false, all = false, figures = [] }) => {
      if (check && (recording || figures.length > 0)) {
        throw wrongInput("--check writes nothing, so it goes with neither --record nor --figures");
      }
      if (all && !recording) throw wrongInput("--all goes with --record");
      const packages = await strategyPackagesOf();
      for (const file of figures) {
        try {
          await takeFigures(workspaceRoot, packages, userPath(file));
        } catch (error) {
          throw wrongInput(`${file}: ${messageOf(error)}`);
        }
      }
      if (recording) await record(workspaceRoot, packages, all);
      let state = await examineDocuments(workspaceRoot, packages);
      if (!check) {
        for (const path of repairDocuments(workspaceRoot, state)) print(path);
        state = await examineDocuments(workspaceRoot, packages);
      }
      const problems = problemsOf(state);
      for (const problem of problems) complain(problem);
      if (problems.length > 0) process.exitCode = ExitCode.broken;
      else if (check) print("All documents are up to date.");
    }),
);

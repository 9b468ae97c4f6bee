/**
 * `pnpm walkthroughs`: writes one walk-through for each strategy, from its sources' comments.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { quiet, runCommand, suggestion } from "../command.ts";
import { CommandError, ExitCode } from "../exit-codes.ts";
import {
  findStrategyPackages,
  repositoryRoot,
  type StrategyPackage,
} from "../strategy-packages.ts";
import { print } from "../terminal.ts";
import { record, transcriptFile, writeTranscript } from "./transcript.ts";
import { commandsOf, walkthroughsFolder } from "./walkthrough.ts";
import { checkWalkthroughs, writeWalkthroughs } from "./write-walkthroughs.ts";

const command = quiet(new Command("pnpm walkthroughs"))
  .description(
    `Writes a walk-through of each strategy to ${walkthroughsFolder}, from its package's ` +
      "walkthrough.md, the comments in its sources, and the output that was last recorded.",
  )
  .option("--check", "write nothing; fail if one of them is out of date")
  .option("--record [names...]", "first run the commands whose output they show; default: all")
  .addHelpText(
    "after",
    "\nExit codes: 0 fine, 1 out of date, 2 wrong input, 4 it could not be done.",
  )
  .action(async ({ check = false, record: recorded = false }) => {
    const packages = await findStrategyPackages();
    if (check) {
      if (recorded !== false) {
        throw new CommandError(ExitCode.wrongInput, "--check or --record, not both");
      }
      await checkWalkthroughs(repositoryRoot, packages);
      print(`${packages.length} walk-throughs are up to date.`);
      return;
    }
    if (recorded !== false) await recordOutputs(recorded === true ? [] : recorded, packages);
    for (const path of await writeWalkthroughs(repositoryRoot, packages)) print(path);
  });

await runCommand("walkthroughs", command);

async function recordOutputs(
  names: readonly string[],
  packages: readonly StrategyPackage[],
): Promise<void> {
  const known = packages.flatMap(({ name, strategy }) => [name, strategy.id]);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const problem = `unknown strategy "${unknown}"${suggestion(unknown, known)}`;
    throw new CommandError(ExitCode.wrongInput, problem);
  }
  const chosen = packages.filter(
    ({ name, strategy }) =>
      names.length === 0 || names.includes(name) || names.includes(strategy.id),
  );
  for (const each of chosen) {
    const transcript = await record(await commandsOf(each), repositoryRoot);
    await writeFile(join(each.path, transcriptFile), writeTranscript(transcript));
    print(`${each.folder}/${transcriptFile}`);
  }
}

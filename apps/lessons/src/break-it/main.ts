/**
 * `pnpm break-it`: changes one line of a strategy in a temporary copy, and shows which tests of
 * the contract catch it, and the smallest schedule that goes wrong.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { renderSchedule } from "@sync-strategies/schedule-explorer";
import { complain, quiet, runCommand, suggestion } from "../command.ts";
import { CommandError, ExitCode } from "../exit-codes.ts";
import { findStrategyPackages, repositoryRoot, type StrategyPackage } from "../strategy-packages.ts";
import { bold, dim, green, lineWidth, print, red, wrap } from "../terminal.ts";
import { diffOf, lineNumberOf } from "./apply-break.ts";
import type { Examination, FailedSchedule } from "./examination.ts";
import { breaksFile, findBreaks, type PackageBreak } from "./find-breaks.ts";
import { differencesOf, findTellingSchedule } from "./judge-break.ts";
import { runBreak } from "./run-break.ts";

const COMMAND = "break-it";

const command = quiet(new Command("pnpm break-it"))
  .description(
    "Changes one line of a strategy, in a temporary copy, and shows which tests of the contract " +
      "catch it, and the smallest schedule that goes wrong. Without names it lists what there is.",
  )
  .argument("[names...]", "breaks, as mutex/kept-on-throw; or strategies, for all of theirs")
  .option("--all", "every break of every strategy")
  .addHelpText(
    "after",
    `
Exit codes: 0 each was caught by exactly the tests named for it, 1 one was not, 2 wrong
  input, 4 a break could not be applied or run.`,
  )
  .action(async (names, { all = false }) => {
    const packages = await findStrategyPackages();
    const breaks = await findBreaks(packages);
    if (names.length === 0 && !all) return list(packages, breaks);
    if (names.length > 0 && all) {
      throw new CommandError(ExitCode.wrongInput, "--all or names, not both");
    }
    process.exitCode = await runAll(all ? breaks : select(names, packages, breaks));
  });

await runCommand(COMMAND, command);

function list(packages: readonly StrategyPackage[], breaks: readonly PackageBreak[]): void {
  const widest = Math.max(...breaks.map(({ id }) => id.length));
  for (const { strategy, folder } of packages) {
    const own = breaks.filter((each) => each.package.strategy.id === strategy.id);
    print(`${bold(strategy.id)} ${dim(`(${folder}/${breaksFile})`)}`);
    for (const { id, summary } of own) {
      const indent = " ".repeat(widest + 4);
      print(`  ${id.padEnd(widest)}  ${wrap(summary, indent).slice(indent.length)}`);
    }
    if (own.length === 0) print("  none yet");
    print();
  }
  const [example] = breaks;
  if (example === undefined) return;
  print(dim("Run one, those of a strategy, or all:"));
  print(`  pnpm break-it ${example.name}`);
  print(`  pnpm break-it ${example.package.strategy.id}`);
  print("  pnpm break-it --all");
}

/** Breaks by their names, or by their strategy's id or folder; each once, in the order typed. */
function select(
  names: readonly string[],
  packages: readonly StrategyPackage[],
  breaks: readonly PackageBreak[],
): PackageBreak[] {
  const selected = names.flatMap((name) => {
    const strategy = packages.find((each) => each.strategy.id === name || each.name === name);
    const named = breaks.filter(
      (each) =>
        each.package === strategy ||
        each.name === name ||
        `${each.package.name}/${each.id}` === name,
    );
    if (strategy !== undefined && named.length === 0) {
      const file = `${strategy.folder}/${breaksFile}`;
      throw new CommandError(ExitCode.wrongInput, `${name} has no breaks yet; write ${file}`);
    }
    if (named.length > 0) return named;
    const known = [...breaks.map((each) => each.name), ...packages.map(({ strategy: { id } }) => id)];
    const alsoById = breaks.find(({ id }) => id === name);
    const hint =
      alsoById === undefined ? suggestion(name, known) : `; did you mean "${alsoById.name}"?`;
    throw new CommandError(ExitCode.wrongInput, `unknown break "${name}"${hint}`);
  });
  return [...new Set(selected)];
}

async function runAll(breaks: readonly PackageBreak[]): Promise<ExitCode> {
  let caught = 0;
  let exitCode: ExitCode = ExitCode.fine;
  for (const [index, each] of breaks.entries()) {
    if (index > 0) print();
    try {
      await printBreak(each);
      const examination = await runBreak(each);
      const telling = await findTellingSchedule(each.package.strategy, examination);
      const differences = differencesOf(each, examination, telling);
      printExamination(each, examination, telling);
      printDifferences(differences);
      if (differences.length === 0) caught += 1;
      else exitCode ||= ExitCode.failed;
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      complain(COMMAND, error.message);
      exitCode = error.exitCode;
    }
  }
  if (breaks.length > 1) {
    print();
    const all = caught === breaks.length ? "all" : `${caught} of them`;
    print(wrap(`${breaks.length} breaks, ${all} caught by exactly the tests named for them.`));
  }
  return exitCode;
}

async function printBreak(each: PackageBreak): Promise<void> {
  const { folder } = each.package;
  const source = await readFile(join(repositoryRoot, folder, each.file), "utf8");
  const diff = diffOf(source, each);
  print(bold(each.name));
  print(wrap(each.summary));
  print();
  print(dim(`${folder}/${each.file}, line ${lineNumberOf(source, each)}`));
  for (const line of diff) {
    print(line.startsWith("-") ? red(line) : line.startsWith("+") ? green(line) : line);
  }
  print();
}

function printExamination(
  { schedule }: PackageBreak,
  { failedTests, testCount }: Examination,
  telling: FailedSchedule | undefined,
): void {
  print(`Fails ${failedTests.length} of ${testCount} tests of the contract:`);
  for (const name of failedTests) print(wrap(name, "  ", "  "));
  print();
  if (telling === undefined) {
    const why = "none" in schedule ? ` ${schedule.none}` : "";
    print(wrap(`No schedule of the explorer's scenarios shows it.${why}`));
    return;
  }
  print(`Smallest failing schedule of the scenario ${telling.scenario}:`);
  print();
  for (const line of renderSchedule(telling.failure, { width: lineWidth() - 2 }).split("\n")) {
    print(line === "" ? "" : `  ${line}`);
  }
}

function printDifferences(differences: readonly string[]): void {
  for (const [index, difference] of differences.entries()) {
    if (index === 0) print();
    print(red(wrap(difference, "", "  ")));
  }
}

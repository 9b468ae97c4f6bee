/** Runs breaks, one after the other, and prints for each what was changed and what caught it. */
import { readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import {
  bold,
  CommandError,
  dim,
  ExitCode,
  green,
  messageOf,
  print,
  proseWidth,
  red,
  worstOf,
  wrap,
  type Complain,
} from "@sync-strategies/command-kit";
import { renderSchedule } from "@sync-strategies/schedule-explorer";
import { diffOf, lineNumberOf } from "@sync-strategies/state-store-testkit/find-breaks";
import type { Examination, FailedSchedule } from "./examination.ts";
import type { PackageBreak } from "./find-breaks.ts";
import { differencesOf, findTellingSchedule } from "./judge-break.ts";
import { runBreak } from "./run-break.ts";

/** Resolves to the exit code. */
export async function breakIt(
  breaks: readonly PackageBreak[],
  complain: Complain,
): Promise<ExitCode> {
  let caught = 0;
  let exitCode: ExitCode = ExitCode.fine;
  for (const [index, each] of breaks.entries()) {
    if (index > 0) print();
    try {
      await printBreak(each);
      const examination = await runBreak(each);
      const telling = await findTellingSchedule(each.strategy, examination);
      const differences = differencesOf(each, examination, telling);
      printExamination(each, examination, telling);
      printDifferences(differences);
      if (differences.length === 0) caught += 1;
      else exitCode = worstOf(exitCode, ExitCode.broken);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      complain(error.message, error.details);
      exitCode = worstOf(exitCode, error.exitCode);
    }
  }
  if (breaks.length > 1) {
    print();
    const all = caught === breaks.length ? "all" : `${caught} of them`;
    printWrapped(`${breaks.length} breaks, ${all} caught by exactly the tests named for them.`);
  }
  return exitCode;
}

async function printBreak(each: PackageBreak): Promise<void> {
  const { folder, path } = each.package;
  const source = await readFile(join(path, each.file), "utf8");
  const { diff, lineNumber } = changeIn(source, each);
  print(bold(each.name));
  printWrapped(each.summary);
  print();
  print(dim(`${posix.join(folder, each.file)}, line ${lineNumber}`));
  for (const line of diff) {
    print(line.startsWith("-") ? red(line) : line.startsWith("+") ? green(line) : line);
  }
  print();
}

function changeIn(source: string, each: PackageBreak): { diff: string[]; lineNumber: number } {
  try {
    return { diff: diffOf(source, each), lineNumber: lineNumberOf(source, each) };
  } catch (error) {
    throw new CommandError(ExitCode.failed, `${each.name}: ${messageOf(error)}`);
  }
}

function printExamination(
  { schedule }: PackageBreak,
  { failedTests, testCount }: Examination,
  telling: FailedSchedule | undefined,
): void {
  print(`Fails ${failedTests.length} of ${testCount} tests of the contract:`);
  for (const name of failedTests) printWrapped(name, "  ", "  ");
  print();
  if (telling === undefined) {
    const why = "none" in schedule ? ` ${schedule.none}` : "";
    printWrapped(`No schedule of the explorer's scenarios shows it.${why}`);
    return;
  }
  print(`Smallest failing schedule of the scenario ${telling.scenario}:`);
  print();
  const width = proseWidth() - 2;
  for (const line of renderSchedule(telling.failure, { width }).split("\n")) {
    print(line === "" ? "" : `  ${line}`);
  }
}

function printDifferences(differences: readonly string[]): void {
  for (const [index, difference] of differences.entries()) {
    if (index === 0) print();
    print(red(wrap(difference, proseWidth())));
  }
}

function printWrapped(text: string, all = "", later = ""): void {
  print(wrap(text, proseWidth(), { all, later }));
}

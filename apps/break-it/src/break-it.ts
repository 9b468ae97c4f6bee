/** Runs breaks, one after the other, and prints of each what was changed and what caught it. */
import { readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { renderSchedule } from "@sync-strategies/schedule-explorer";
import { complain } from "../command.ts";
import { CommandError, ExitCode } from "../exit-codes.ts";
import { bold, dim, green, lineWidth, print, red, wrap } from "../terminal.ts";
import { diffOf, lineNumberOf } from "./apply-break.ts";
import type { Examination, FailedSchedule } from "./examination.ts";
import type { PackageBreak } from "./find-breaks.ts";
import { differencesOf, findTellingSchedule } from "./judge-break.ts";
import { runBreak } from "./run-break.ts";

/** Resolves to the exit code. */
export async function breakIt(breaks: readonly PackageBreak[]): Promise<ExitCode> {
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
      complain("break-it", error.message);
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
  const { folder, path } = each.package;
  const source = await readFile(join(path, each.file), "utf8");
  const diff = diffOf(source, each);
  print(bold(each.name));
  print(wrap(each.summary));
  print();
  print(dim(`${posix.join(folder, each.file)}, line ${lineNumberOf(source, each)}`));
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

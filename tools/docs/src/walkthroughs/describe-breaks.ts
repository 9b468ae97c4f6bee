/** A strategy's breaks as Markdown: the changed line, what catches it, and how to see it. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { diffOf } from "../break-it/apply-break.ts";
import { breaksFile, breaksOf, type PackageBreak } from "../break-it/find-breaks.ts";
import type { StrategyPackage } from "../strategy-packages.ts";
import { linkTo } from "./links.ts";

export async function describeBreaks(strategyPackage: StrategyPackage): Promise<string[]> {
  const { folder } = strategyPackage;
  const breaks = await breaksOf(strategyPackage);
  const parts = await Promise.all(breaks.map(describeBreak));
  return [
    "Each of these changes breaks the store. The command applies it to a temporary copy, and shows " +
      "all that catches it. They are kept in " +
      `${linkTo(folder, breaksFile)}.`,
    ...parts.flat(),
  ];
}

async function describeBreak(each: PackageBreak): Promise<string[]> {
  const { folder, path } = each.package;
  const source = await readFile(join(path, each.file), "utf8");
  return [
    "",
    `**${each.id}**: ${each.summary} In ${linkTo(folder, each.file)}:`,
    "",
    "```diff",
    ...diffOf(source, each),
    "```",
    "",
    `\`pnpm break-it ${each.name}\`: ${describeTests(each)} ${describeSchedule(each)}`,
  ];
}

function describeTests({ caughtBy: [first = "", ...others] }: PackageBreak): string {
  if (others.length === 0) return `the contract's test *${first}* fails.`;
  const count = others.length === 1 ? "one other" : `${others.length} others`;
  return `the contract's test *${first}* fails, and ${count}.`;
}

function describeSchedule({ schedule }: PackageBreak): string {
  return "none" in schedule
    ? `No schedule of the explorer's scenarios shows it. ${schedule.none}`
    : `The smallest schedule that fails is \`${schedule.steps}\`, in the scenario ${schedule.scenario}.`;
}

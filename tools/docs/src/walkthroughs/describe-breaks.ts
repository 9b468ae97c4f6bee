/** A package's breaks as Markdown: the changed line, what catches it, and how to run it. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Break } from "@sync-strategies/state-store-testkit/breaks";
import { breaksFile, breaksOf, diffOf } from "@sync-strategies/state-store-testkit/find-breaks";
import type { StrategyPackage } from "../strategy-packages.ts";
import { linkTo } from "./links.ts";

export async function describeBreaks(from: StrategyPackage): Promise<string[]> {
  const breaks = await breaksOf(from.path);
  const parts = await Promise.all(breaks.map((each) => describeBreak(from, each)));
  return [
    "Each of these changes breaks the store. The command applies the change to a temporary copy, " +
      "and shows everything that catches it. The package keeps its breaks in " +
      `${linkTo(from.folder, breaksFile)}.`,
    ...parts.flat(),
  ];
}

async function describeBreak(from: StrategyPackage, each: Break): Promise<string[]> {
  const { folder, path, strategies } = from;
  const source = await readFile(join(path, each.file), "utf8");
  const name = `${each.strategy ?? strategies[0]?.id}/${each.id}`;
  return [
    "",
    `**${each.id}**: ${each.summary} In ${linkTo(folder, each.file)}:`,
    "",
    "```diff",
    ...diffOf(source, each),
    "```",
    "",
    `\`pnpm break-it ${name}\`: ${describeTests(each)} ${describeSchedule(each)}`,
  ];
}

function describeTests({ caughtBy: [first = "", ...others] }: Break): string {
  if (others.length === 0) return `the contract's test *${first}* fails.`;
  const count = others.length === 1 ? "one other" : `${others.length} others`;
  return `the contract's test *${first}* fails, and ${count}.`;
}

function describeSchedule({ schedule }: Break): string {
  return "none" in schedule
    ? `No schedule of the explorer's scenarios shows it. ${schedule.none}`
    : `The smallest schedule that fails is \`${schedule.steps}\`, in the scenario ${schedule.scenario}.`;
}

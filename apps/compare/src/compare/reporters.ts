/** A reporter for each format. */
import { oneOf, printableLines } from "@sync-strategies/command-kit";
import { renderCsv, renderMarkdown } from "@sync-strategies/results";
import { atTheEnd, type Reporter } from "./reporter.ts";
import { TableReporter } from "./table-reporter.ts";

const reporters = {
  table: () => new TableReporter(),
  json: () => atTheEnd((document) => printableLines(`${JSON.stringify(document, null, 2)}\n`)),
  csv: () => atTheEnd(renderCsv),
  markdown: () => atTheEnd(renderMarkdown),
} as const satisfies Readonly<Record<string, () => Reporter>>;

export type Format = keyof typeof reporters;
export const formats = Object.keys(reporters) as readonly Format[];

/** Reads `--format`. */
export const parseFormat = oneOf(formats);

export function reporterFor(format: Format): Reporter {
  return reporters[format]();
}

/** The faults as Markdown: a table for each, what was found in words and lanes, the fine print. */
import { printable, printableLines } from "@sync-strategies/command-kit/printable";
import {
  closingSentences,
  columns,
  findingsOf,
  problemsOf,
  type FaultResult,
  type FaultsDocument,
} from "@sync-strategies/faults/results";

export function renderFaultsMarkdown(document: FaultsDocument): string {
  return [...document.faults.map(sectionOf), ...closingSentences(document)].join("\n\n");
}

function sectionOf(fault: FaultResult): string {
  const { id, title, question, doesNotShow, cells } = fault;
  const table = [
    row(columns.map(({ heading }) => heading)),
    row(columns.map(({ isNumber }) => (isNumber ? "---:" : "---"))),
    ...cells.map((cell) => row(columns.map(({ show }) => show(cell)))),
  ];
  return [
    `## ${title} (\`${id}\`)`,
    question,
    table.join("\n"),
    ...problemsOf(fault).map((line) => printable(line)),
    ...findingsOf(fault).flatMap(({ heading, sentences, drawing }) => [
      `**${heading}**: ${sentences.map((line) => printable(line)).join(" ")}`,
      ...(drawing.length > 0 ? [`\`\`\`\n${printableLines(drawing.join("\n"))}\n\`\`\``] : []),
    ]),
    ...doesNotShow.map((one) => `Not shown: ${one}`),
  ].join("\n\n");
}

function row(texts: readonly string[]): string {
  return `| ${texts.map((text) => printable(text).replaceAll("|", "\\|")).join(" | ")} |`;
}

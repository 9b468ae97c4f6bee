/** The faults for a terminal: a table for each, what was found in words and lanes, the fine print. */
import { bold, dim, green, proseWidth, red, wrap, yellow } from "@sync-strategies/command-kit";
import { plural } from "@sync-strategies/results";
import type { CellResult, FaultResult, Outcome } from "./cell-result.ts";
import { columns } from "./columns.ts";
import type { FaultsDocument } from "./document.ts";
import { closingSentences } from "./closing-sentences.ts";
import { findingsOf } from "./findings.ts";

const GAP = "  ";

export function renderFault(fault: FaultResult): string {
  const { id, title, question, doesNotShow } = fault;
  const blocks = [
    `${bold(`${title} (${id})`)}\n${wrap(question, proseWidth())}`,
    tableOf(fault.cells),
    ...findingsOf(fault).map(({ heading, sentences, drawing }) => {
      const [first = "", ...others] = sentences;
      const lines = [`${heading}: ${first}`, ...others].map((line) => wrap(line, proseWidth()));
      const lanes = drawing.map((line) => (line === "" ? "" : `  ${line}`));
      return [...lines, ...(lanes.length > 0 ? ["", ...lanes] : [])].join("\n");
    }),
    doesNotShow.map((one) => wrap(`Not shown: ${one}`, proseWidth())).join("\n"),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

/** @param document of faults that have been printed, each by {@link renderFault}. */
export function renderFaultsEnd(document: FaultsDocument): string {
  const { node, platform, cpu, cores, commit, seed } = document.environment;
  const sentences = closingSentences(document).map((line) => wrap(line, proseWidth()));
  const where = `Node ${node}, ${platform}, ${cpu}, ${plural(cores, "core")}, commit ${commit ?? "unknown"}, seed ${seed}.`;
  return [...sentences, "", dim(wrap(where, proseWidth()))].join("\n");
}

function tableOf(cells: readonly CellResult[]): string {
  const heads = columns.map(({ heading }) => heading);
  const rows = cells.map((cell) => columns.map(({ show }) => show(cell)));
  const widths = columns.map((_, place) =>
    Math.max(...[heads, ...rows].map((row) => row[place]!.length)),
  );
  const lineOf = (row: readonly string[], paint = (text: string): string => text): string =>
    row
      .map((text, place) => {
        const { heading, isNumber } = columns[place]!;
        const padded = isNumber ? text.padStart(widths[place]!) : text.padEnd(widths[place]!);
        return heading === "judgement" ? paint(padded) : padded;
      })
      .join(GAP)
      .trimEnd();
  return [
    bold(lineOf(heads)),
    ...rows.map((row, place) => lineOf(row, paintOf[cells[place]!.outcome])),
  ].join("\n");
}

const paintOf: Readonly<Record<Outcome, (text: string) => string>> = {
  "as-expected": green,
  better: yellow,
  worse: red,
  unknown: yellow,
  failed: red,
  "not-run": dim,
};

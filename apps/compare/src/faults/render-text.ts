/** The faults for a terminal: a table for each, what was found in words and lanes, the fine print. */
import { bold, dim, proseWidth, wrap } from "@sync-strategies/command-kit";
import {
  closingSentences,
  findingsOf,
  type FaultResult,
  type FaultsDocument,
} from "@sync-strategies/faults/results";
import { plural } from "@sync-strategies/results";
import { textTable } from "./text-table.ts";

export function renderFault(fault: FaultResult): string {
  const { id, title, question, doesNotShow } = fault;
  const blocks = [
    `${bold(`${title} (${id})`)}\n${wrap(question, proseWidth())}`,
    textTable(fault.cells),
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

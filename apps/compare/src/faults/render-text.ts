/** The faults for a terminal: a table for each, what was found in words and lanes, the fine print. */
import {
  bold,
  dim,
  green,
  proseWidth,
  red,
  terminalWidth,
  wrap,
  yellow,
} from "@sync-strategies/command-kit";
import {
  closingSentences,
  columnsFor,
  findingsOf,
  type CellResult,
  type FaultResult,
  type FaultsDocument,
  type Outcome,
} from "@sync-strategies/faults/results";
import { list, plural } from "@sync-strategies/results";

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

/** Leaves out the last columns where the terminal has no room for them. */
function tableOf(cells: readonly CellResult[]): string {
  const chosen = columnsFor(cells);
  const texts = chosen.map(({ heading, show }) => [heading, ...cells.map(show)]);
  const widths = texts.map((column) => Math.max(...column.map((text) => text.length)));
  const room = chosen.filter(
    (_, place) => sum(widths.slice(0, place + 1)) + place * GAP.length <= terminalWidth(),
  );
  const lineOf = (row: number, paint: (text: string) => string): string =>
    room
      .map(({ key, isNumber }, place) => {
        const text = texts[place]![row]!;
        const padded = isNumber ? text.padStart(widths[place]!) : text.padEnd(widths[place]!);
        return key === "found" ? paint(padded) : padded;
      })
      .join(GAP)
      .trimEnd();
  const left = chosen.slice(room.length).map(({ heading }) => heading);
  return [
    bold(lineOf(0, (text) => text)),
    ...cells.map(({ outcome }, place) => lineOf(place + 1, paintOf[outcome])),
    ...(left.length > 0 ? [dim(`No room for ${list(left)}: a wider terminal shows them.`)] : []),
  ].join("\n");
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

const paintOf: Readonly<Record<Outcome, (text: string) => string>> = {
  "as-expected": green,
  better: yellow,
  worse: red,
  unknown: yellow,
  failed: red,
  "not-run": dim,
};

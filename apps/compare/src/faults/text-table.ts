/**
 * A fault's table for a terminal: a line per cell, or, where the terminal is too narrow for that, one
 * line with the cell's name and the next with what was found. Only extra figures are left out.
 */
import { bold, dim, green, red, terminalWidth, wrap, yellow } from "@sync-strategies/command-kit";
import {
  columns,
  expectedInWords,
  foundInWords,
  nameOf,
  type CellResult,
  type Column,
  type Outcome,
} from "@sync-strategies/faults/results";
import { list } from "@sync-strategies/results";

const GAP = "  ";

/** What was found may be wrapped to this many characters, and no fewer: "NOT linearizable". */
const LEAST_FOUND_WIDTH = 16;

interface Row {
  readonly name: string;
  readonly found: string;
  readonly paintName: (text: string) => string;
  readonly paintFound: (text: string) => string;
  /** Of a column: its heading, or the cell's figure. */
  readonly textOf: (column: Column) => string;
}

const figures = columns.filter(({ isNumber }) => isNumber);

export function textTable(cells: readonly CellResult[], width = terminalWidth()): string {
  const rows = [headOf(cells), ...cells.map(rowOf)];
  const widthOf = (column: Column): number => widest(rows.map((row) => row.textOf(column)));
  const takenBy = (chosen: readonly Column[]): number =>
    chosen.reduce((sum, column) => sum + GAP.length + widthOf(column), 0);
  const essential = figures.filter(({ isExtra }) => !isExtra);
  const room = width - takenBy(essential);
  const nameWidth = widest(rows.map(({ name }) => name));
  const naturalWidth = widest(rows.map(({ found }) => found));
  const isStacked = nameWidth + GAP.length + naturalWidth > room;
  const margin = isStacked ? GAP.length : nameWidth + GAP.length;
  const foundWidth = isStacked
    ? Math.min(naturalWidth, Math.max(LEAST_FOUND_WIDTH, room - margin))
    : naturalWidth;
  const chosen = figures.filter(
    (_, place) =>
      place < essential.length ||
      margin + foundWidth + takenBy(figures.slice(0, place + 1)) <= width,
  );
  const linesOf = (row: Row): string[] => {
    const { name, found, paintName, paintFound } = row;
    const [first = "", ...others] = wrap(found, foundWidth, { later: "" }).split("\n");
    const numbers = chosen.map((column) => row.textOf(column).padStart(widthOf(column)));
    const line = [paintFound(first.padEnd(foundWidth)), ...numbers.map(paintName)].join(GAP);
    const later = others.map((text) => " ".repeat(margin) + paintFound(text));
    if (isStacked) return [paintName(name), GAP + line, ...later];
    return [paintName(name.padEnd(nameWidth)) + GAP + line, ...later];
  };
  const left = figures.slice(chosen.length).map(({ heading }) => heading);
  return [
    ...rows.flatMap(linesOf),
    ...(left.length > 0 ? [dim(`No room for ${list(left)}: a wider terminal shows them.`)] : []),
  ].join("\n");
}

/** What was expected is said where something else was found. */
function headOf(cells: readonly CellResult[]): Row {
  const isAllExpected = cells.every(({ outcome }) => outcome === "as-expected");
  return {
    name: "strategy",
    found: isAllExpected ? "found, as expected" : "found, as expected or marked",
    paintName: bold,
    paintFound: bold,
    textOf: ({ heading }) => heading,
  };
}

function rowOf(cell: CellResult): Row {
  const { outcome, expected } = cell;
  const found = foundInWords(cell);
  return {
    name: nameOf(cell),
    found: outcome === "as-expected" ? found : `${found}; expected: ${expectedInWords(expected)}`,
    paintName: (text) => text,
    paintFound: paintOf[outcome],
    textOf: ({ show }) => show(cell),
  };
}

function widest(texts: readonly string[]): number {
  return Math.max(...texts.map((text) => text.length));
}

const paintOf: Readonly<Record<Outcome, (text: string) => string>> = {
  "as-expected": green,
  better: yellow,
  worse: red,
  unknown: yellow,
  failed: red,
  "not-run": dim,
};

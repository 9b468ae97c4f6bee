/** A witness for the terminal, in plain ASCII. */
import type { Witness } from "../explain/witness.ts";
import { figureOf, type Entry } from "./figure.ts";
import { MARK_TITLE, type Bar, type Drawing } from "./witness-drawing.ts";

export interface TextOptions {
  /** The most characters per line. */
  readonly width?: number;
}

const DEFAULT_WIDTH = 80;

/** A legend names at most this many marks. */
const MOST_MARKS_IN_LEGEND = 12;

const GAP = "  ";

/**
 * One lane per client, time from left to right; below them what must come before what. Above them
 * is, with an exclamation mark where it happened, what happened to the system. Lanes that would
 * be too wide show letters only; if even that is too wide, there are no lanes.
 *
 * ```text
 * client 4  |A nothing -> 10--|
 * client 7    |B nothing -> 20--|
 *
 * A must come before B: A was given what B replaced
 * B must come before A: B was given what A replaced
 * ```
 *
 * @returns lines without ends, none wider than `width` unless a single word is.
 */
export function renderText(witness: Witness, options: TextOptions = {}): string[] {
  const { width = DEFAULT_WIDTH } = options;
  const fits = (drawing: Drawing): boolean => widthOf(drawing) <= width;
  const figure = figureOf(witness, fits, "A bar that ends in >");
  const { drawing, legend } = figure;
  const blocks = [
    sentences(figure.held, width),
    fits(drawing) ? [...drawMarks(drawing), ...drawLanes(drawing)] : [],
    [...drawLegend(legend.operations, width), ...drawLegendOfMarks(legend.marks, width)],
    sentences(figure.about, width),
    sentences(figure.orders, width),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => (index === 0 ? lines : ["", ...lines]));
}

function widthOf(drawing: Drawing): number {
  return titleWidth(drawing) + GAP.length + drawing.width;
}

function titleWidth({ lanes, markRows }: Drawing): number {
  const titles = lanes.map(({ title }) => title);
  if (markRows.length > 0) titles.push(MARK_TITLE);
  return titles.reduce((widest, { length }) => Math.max(widest, length), 0);
}

/** What happened to the system, each where it happened. */
function drawMarks(drawing: Drawing): string[] {
  const titles = titleWidth(drawing);
  return drawing.markRows.map((row) => {
    let line = "";
    for (const { label, start } of row) line = `${line.padEnd(start)}!${label}`;
    return `${MARK_TITLE.padEnd(titles)}${GAP}${line}`;
  });
}

function drawLanes(drawing: Drawing): string[] {
  const titles = titleWidth(drawing);
  return drawing.lanes.map(({ title, bars }) => {
    let line = "";
    for (const bar of bars) line = line.padEnd(bar.start) + drawBar(bar);
    return `${title.padEnd(titles)}${GAP}${line}`;
  });
}

function drawBar({ label, start, end, isOpen }: Bar): string {
  return `|${label.padEnd(end - start - 1, "-")}${isOpen ? ">" : "|"}`;
}

function drawLegend(legend: readonly Entry[], width: number): string[] {
  return legend.flatMap(({ name, meaning }) => wrap(`${name}  ${meaning}`, width, 3));
}

function drawLegendOfMarks(legend: readonly Entry[], width: number): string[] {
  const more = legend.length - MOST_MARKS_IN_LEGEND;
  const shown = legend.slice(0, MOST_MARKS_IN_LEGEND);
  return [
    ...shown.flatMap(({ name, meaning }) => wrap(`!${name}  ${meaning}`, width, 4)),
    ...(more > 0 ? [`and ${more} more marks`] : []),
  ];
}

function sentences(lines: readonly string[], width: number): string[] {
  return lines.flatMap((line) => wrap(line, width, 2));
}

/** Breaks between words; further lines are indented. */
function wrap(text: string, width: number, indent: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/(?<=\S) /)) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = " ".repeat(indent) + word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

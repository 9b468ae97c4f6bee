/** The order that was found of a linearizable history: in short for the terminal, whole as a file. */
import {
  OutputFile,
  printable,
  scratchFolder,
  userPath,
  wrongInput,
} from "@sync-strategies/command-kit";
import { describeKey, describeOperation, type Operation } from "@sync-strategies/linearizability";
import { count } from "@sync-strategies/results";
import { createWriteStream } from "node:fs";
import { realpath } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { HistoryFile } from "./find-histories.ts";

/** How many operations are printed from either end of an order that is longer than both. */
const ENDS = 10;

/** One line per operation, without all those between the first and the last ones. */
export function linesOfOrder(order: readonly Operation[]): string[] {
  const places = String(order.length).length;
  const lines = order
    .slice(0, order.length <= 2 * ENDS ? undefined : ENDS)
    .map((operation, index) => lineOf(operation, index, places));
  if (order.length <= 2 * ENDS) return lines;
  const between = order.length - 2 * ENDS;
  const last = order
    .slice(-ENDS)
    .map((operation, index) => lineOf(operation, order.length - ENDS + index, places));
  return [...lines, `${" ".repeat(places)}  … ${count(between)} more (--save-order FILE)`, ...last];
}

function lineOf(operation: Operation, index: number, places: number): string {
  const open = operation.returned === undefined ? " (not seen to return)" : "";
  const what = `${describeOperation(operation)}${describeKey("at", operation.key)}${open}`;
  return `${String(index + 1).padStart(places)}  ${printable(what)}`;
}

/**
 * The file for the order, one operation per line as JSON.
 *
 * @throws {CommandError} if it cannot be written, or is one of the histories.
 */
export async function openOrderFile(
  typed: string,
  histories: readonly HistoryFile[],
): Promise<OutputFile> {
  const place = await realpath(userPath(typed)).catch(() => undefined);
  for (const history of histories) {
    if (place !== undefined && place === (await realpath(history.path).catch(() => undefined))) {
      throw wrongInput(`--save-order ${typed}: it is a history to be checked`);
    }
  }
  return OutputFile.open("--save-order", typed);
}

export async function writeOrder(file: OutputFile, order: readonly Operation[]): Promise<void> {
  const draft = file.draft(scratchFolder());
  try {
    await pipeline(Readable.from(jsonLines(order)), createWriteStream(draft.path));
    await draft.keep();
  } catch (error) {
    draft.discard();
    throw error;
  }
}

/** In pieces of many lines: an order may be longer than a string can be. */
function* jsonLines(order: readonly Operation[]): Generator<string> {
  const linesPerPiece = 1000;
  for (let start = 0; start < order.length; start += linesPerPiece) {
    const lines = order
      .slice(start, start + linesPerPiece)
      .map((operation) => JSON.stringify(operation));
    yield `${lines.join("\n")}\n`;
  }
}

/** What stdout is: how wide, whether it takes colours, and how lines get there. */
import { styleText } from "node:util";
import { printableLines } from "./printable.ts";

/** The width of a line, in characters, where stdout is no terminal and COLUMNS is not set. */
const DEFAULT_WIDTH = 120;

/** The widest that sentences get: longer lines are hard to read. */
const PROSE_WIDTH = 96;

/** In characters. */
export function terminalWidth(): number {
  if (process.stdout.isTTY) return process.stdout.columns;
  return Number(process.env["COLUMNS"]) || DEFAULT_WIDTH;
}

/** The width of a line of sentences, in characters. */
export function proseWidth(): number {
  return Math.min(terminalWidth(), PROSE_WIDTH);
}

/** Prints a line, or several; of what comes from outside, only what is printable. */
export function print(line = ""): void {
  process.stdout.write(`${printableLines(line, takesColour())}\n`);
}

/** Prints to stderr. That it is closed or full must not keep results from being printed. */
export function printError(text: string | Uint8Array): void {
  try {
    process.stderr.write(text);
  } catch {
    // Files are written at once, and throw. Other streams' errors are events.
  }
}

export const bold = painter("bold");
export const dim = painter("dim");
export const red = painter("red");
export const green = painter("green");
export const yellow = painter("yellow");

type Style = Parameters<typeof styleText>[0];

/** Colours text for stdout if stdout takes colours; NO_COLOR and FORCE_COLOR decide first. */
function painter(style: Style): (text: string) => string {
  return (text) => (takesColour() ? styleText(style, text, { validateStream: false }) : text);
}

function takesColour(): boolean {
  if (process.env["NO_COLOR"]) return false;
  if (process.env["FORCE_COLOR"]) return process.env["FORCE_COLOR"] !== "0";
  return process.stdout.isTTY && process.stdout.hasColors();
}

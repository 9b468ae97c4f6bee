/** What stdout is: how wide, whether it takes colours, and how lines get there. */
import { styleText } from "node:util";

/** What a line may be wide where nobody says how wide the terminal is. */
const DEFAULT_WIDTH = 120;

/** The widest that sentences get, for the eye's sake. */
const PROSE_WIDTH = 96;

export function terminalWidth(): number {
  if (process.stdout.isTTY) return process.stdout.columns;
  return Number(process.env["COLUMNS"]) || DEFAULT_WIDTH;
}

export function proseWidth(): number {
  return Math.min(terminalWidth(), PROSE_WIDTH);
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

export const bold = painter("bold");
export const dim = painter("dim");
export const red = painter("red");
export const yellow = painter("yellow");

type Style = Parameters<typeof styleText>[0];

/** Colours stdout's text if stdout takes colours: NO_COLOR and FORCE_COLOR decide first. */
function painter(style: Style): (text: string) => string {
  return (text) => (takesColour() ? styleText(style, text, { validateStream: false }) : text);
}

function takesColour(): boolean {
  if (process.env["NO_COLOR"]) return false;
  if (process.env["FORCE_COLOR"]) return process.env["FORCE_COLOR"] !== "0";
  return process.stdout.isTTY && process.stdout.hasColors();
}

/** What the commands print: lines, no wider than what shows them, in colour where that is wanted. */
import { styleText } from "node:util";

/** What a line may be wide where nobody says how wide the terminal is. */
const DEFAULT_WIDTH = 80;

/** The widest that sentences get, for the eye's sake. */
const WIDEST = 96;

export function lineWidth(): number {
  const width = process.stdout.isTTY ? process.stdout.columns : Number(process.env["COLUMNS"]);
  return Math.min(width || DEFAULT_WIDTH, WIDEST);
}

export function print(line = ""): void {
  process.stdout.write(`${line}\n`);
}

/** Breaks a text between words; every line begins with `indent`, later ones with `hanging` too. */
export function wrap(text: string, indent = "", hanging = ""): string {
  const width = lineWidth();
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? indent + word : `${line} ${word}`;
    if (line !== "" && longer.length > width) {
      lines.push(line);
      line = indent + hanging + word;
    } else {
      line = longer;
    }
  }
  return [...lines, line].join("\n");
}

export const bold = painter("bold");
export const dim = painter("dim");
export const red = painter("red");
export const green = painter("green");

/** Colours stdout's text if stdout takes colours: NO_COLOR and FORCE_COLOR decide first. */
function painter(style: "bold" | "dim" | "red" | "green"): (text: string) => string {
  return (text) => (takesColour() ? styleText(style, text, { validateStream: false }) : text);
}

function takesColour(): boolean {
  if (process.env["NO_COLOR"]) return false;
  if (process.env["FORCE_COLOR"]) return process.env["FORCE_COLOR"] !== "0";
  return process.stdout.isTTY && process.stdout.hasColors();
}

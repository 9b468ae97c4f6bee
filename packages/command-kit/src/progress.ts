/**
 * One line on stderr that says what is going on, rewritten in place. It appears only on a
 * terminal, and is cleared before a result is printed.
 */
import { clearLine, cursorTo } from "node:readline";
import { printable } from "./printable.ts";

const stream = process.stderr;

export function showProgress(text: string): void {
  if (!stream.isTTY) return;
  clearProgress();
  stream.write(printable(text).slice(0, stream.columns - 1));
}

export function clearProgress(): void {
  if (!stream.isTTY) return;
  cursorTo(stream, 0);
  clearLine(stream, 0);
}

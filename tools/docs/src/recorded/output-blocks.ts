/**
 * Blocks of recorded output in a Markdown file. What is between the two lines is written by
 * `pnpm documents`:
 *
 *     <!-- output: pnpm compare mutex -->
 *     <!-- /output -->
 */
import type { Recording } from "./recordings.ts";

const OPENING = /^<!-- output: (?<command>.+) -->$/;
const CLOSING = "<!-- /output -->";

/** The commands whose output the text shows. */
export function commandsShownIn(text: string): string[] {
  return text.split("\n").flatMap((line) => OPENING.exec(line)?.groups?.["command"] ?? []);
}

/**
 * The text with every block filled in. A block whose command has no recording stays as it is.
 *
 * @throws {RangeError} if a block is not closed.
 */
export function fillOutputBlocks(text: string, recordings: ReadonlyMap<string, Recording>): string {
  const lines = text.split("\n");
  const filled: string[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    filled.push(line);
    const command = OPENING.exec(line)?.groups?.["command"];
    if (command === undefined) continue;
    const end = lines.indexOf(CLOSING, index);
    if (end === -1) throw new RangeError(`the block of "${command}" lacks its ${CLOSING}`);
    const recording = recordings.get(command);
    filled.push(...(recording === undefined ? lines.slice(index + 1, end) : bodyOf(recording)));
    index = end - 1;
  }
  return filled.join("\n");
}

function bodyOf({ command, output }: Recording): string[] {
  return ["", "```", `$ ${command}`, ...output.split("\n"), "```", ""];
}

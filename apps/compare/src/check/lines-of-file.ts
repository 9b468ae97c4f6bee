import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";

/** The longest line of a history, in characters: a longer one is no event, but a file without lines. */
const LONGEST_LINE = 2 ** 26;

/**
 * The lines of a file, without their ends, as they are read: a history may be longer than a string
 * can be.
 *
 * @throws {TypeError} if it is no plain file, which might never end.
 * @throws {RangeError} for a line that is longer than 64 Mi characters.
 */
export async function* linesOfFile(path: string): AsyncGenerator<string> {
  if (!(await stat(path)).isFile()) throw new TypeError("it is no plain file");
  const stream = createReadStream(path, { encoding: "utf8", highWaterMark: 2 ** 18 });
  let pending = "";
  for await (const piece of stream as AsyncIterable<string>) {
    const lines = (pending + piece).split("\n");
    pending = lines.pop() ?? "";
    if (pending.length > LONGEST_LINE) {
      throw new RangeError(`a line is longer than ${LONGEST_LINE} characters`);
    }
    for (const line of lines) yield withoutReturn(line);
  }
  if (pending !== "") yield withoutReturn(pending);
}

/** Lines of Windows end in two characters. */
function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}

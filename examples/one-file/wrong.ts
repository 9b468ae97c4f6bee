import type { WriteStream } from "node:fs";
import { linesOf, writeLine, type WriteReport } from "./report.ts";

/** As it is often written: every line goes into the file as soon as it is known. */
export function reportsInto(file: WriteStream): WriteReport {
  return async (author) => {
    // Between two lines this loop awaits, and the other reports write theirs.
    for await (const line of linesOf(author)) writeLine(file, line);
  };
}

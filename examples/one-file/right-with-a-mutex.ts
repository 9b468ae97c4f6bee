import type { WriteStream } from "node:fs";
import { Mutex } from "async-mutex";
import { linesOf, writeLine, type WriteReport } from "./report.ts";

/** The file belongs to one report at a time, from its first line to its last. */
export function reportsInto(file: WriteStream): WriteReport {
  const lock = new Mutex();
  return (author) =>
    lock.runExclusive(async () => {
      for await (const line of linesOf(author)) writeLine(file, line);
    });
}

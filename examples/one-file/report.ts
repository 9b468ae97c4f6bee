/** What the versions have in common: a report, whose lines come one by one, and a file. */
import type { WriteStream } from "node:fs";
import { fakeLatency } from "../fake-latency.ts";

/** Resolves once the report is in the file. */
export type WriteReport = (author: string) => Promise<void>;

/** Each line is computed from what a database says, so each is awaited. */
export async function* linesOf(author: string): AsyncGenerator<string> {
  for (const line of ["begins", "goes on", "ends"]) {
    await fakeLatency();
    yield `report of ${author} ${line}`;
  }
}

/** Hands a line to the stream, which writes its lines in the order in which it got them. */
export function writeLine(file: WriteStream, line: string): void {
  file.write(`${line}\n`);
}

/** Writes a run's history to a file that `compare check`, or any other checker, can read. */
import { constants } from "node:fs";
import { open } from "node:fs/promises";

const LINES_PER_WRITE = 10_000;

/**
 * @param path of a file that is there: it may be a draft, and no link that took its place since is
 *   followed.
 * @param history its lines, without their ends.
 * @param onWritten called for each piece that has reached the file, with its number of lines.
 */
export async function saveHistory(
  path: string,
  history: Iterable<string>,
  onWritten: (lines: number) => void,
): Promise<void> {
  const file = await open(path, constants.O_WRONLY | constants.O_TRUNC | constants.O_NOFOLLOW);
  try {
    let lines: string[] = [];
    const flush = async (): Promise<void> => {
      // A write may stop early where a disk is nearly full; this one goes on until it fails.
      await file.appendFile(lines.map((line) => `${line}\n`).join(""));
      onWritten(lines.length);
      lines = [];
    };
    for (const line of history) {
      lines.push(line);
      if (lines.length === LINES_PER_WRITE) await flush();
    }
    await flush();
  } finally {
    await file.close();
  }
}

/** Writes a run's history to a file that `compare check`, or any other checker, can read. */
import { open } from "node:fs/promises";
import { formatHistory, type RegisterHistory } from "@sync-strategies/linearizability";

const LINES_PER_WRITE = 10_000;

/** @param onWritten called for each piece that has reached the file, with its number of lines. */
export async function saveHistory(
  path: string,
  history: RegisterHistory,
  onWritten: (lines: number) => void,
): Promise<void> {
  const file = await open(path, "w");
  try {
    let lines: string[] = [];
    const flush = async (): Promise<void> => {
      await file.write(lines.map((line) => `${line}\n`).join(""));
      onWritten(lines.length);
      lines = [];
    };
    for (const line of formatHistory(history)) {
      lines.push(line);
      if (lines.length === LINES_PER_WRITE) await flush();
    }
    await flush();
  } finally {
    await file.close();
  }
}

import { createWriteStream, type WriteStream } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import type { Example, Log } from "../example.ts";
import type { WriteReport } from "./report.ts";
import { reportsInto as byAnOwner } from "./right-with-a-channel.ts";
import { reportsInto as behindALock } from "./right-with-a-mutex.ts";
import { reportsInto } from "./wrong.ts";

const AUTHORS = ["A", "B"];

/** Two reports of three lines are written into one file at the same time, and read back. */
async function writeTwo(reports: (file: WriteStream) => WriteReport, log: Log): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "one-file-"));
  try {
    const path = join(folder, "reports.txt");
    const file = createWriteStream(path);
    const write = reports(file);
    await Promise.all(AUTHORS.map((author) => write(author)));
    file.end();
    await finished(file);

    const lines = (await readFile(path, "utf8")).trimEnd().split("\n");
    for (const line of lines) log(line);
    const whole = AUTHORS.filter((author) => isWhole(author, lines));
    log(`${whole.length} of ${AUTHORS.length} reports are in one piece`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function isWhole(author: string, lines: readonly string[]): boolean {
  const begin = lines.indexOf(`report of ${author} begins`);
  return lines[begin + 2] === `report of ${author} ends`;
}

export const story: Example = {
  title: "Two reports in one file",
  versions: {
    wrong: (log) => writeTwo(reportsInto, log),
    "right, with a mutex": (log) => writeTwo(behindALock, log),
    "right, with a channel": (log) => writeTwo(byAnOwner, log),
  },
};

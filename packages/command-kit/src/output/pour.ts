/** Writes into what is no plain file, or must stay the file that it is. */
import { constants, createWriteStream, openSync } from "node:fs";
import { createConnection, Socket } from "node:net";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Readable, Writable } from "node:stream";
import type { Target } from "./target.ts";

/** How long a pipe may be without a reader, and how often that is looked at, in milliseconds. */
const READER_PATIENCE_MS = 10_000;
const READER_INTERVAL_MS = 50;

/** Writes all of the source into the target, and resolves when it has been taken. */
export async function pour(
  source: Readable,
  target: Exclude<Target, { readonly kind: "replaced" }>,
): Promise<void> {
  if (target.kind === "printed") {
    const stream = process[target.stream];
    for await (const chunk of source) stream.write(chunk as Buffer | string);
    return;
  }
  await pipeline(source, await writableOf(target.kind, target.path));
}

async function writableOf(
  kind: "overwritten" | "device" | "pipe" | "socket",
  path: string,
): Promise<Writable> {
  switch (kind) {
    case "overwritten":
      return createWriteStream(path, {
        fd: openSync(path, constants.O_WRONLY | constants.O_TRUNC),
      });
    case "device":
      return createWriteStream(path, {
        fd: openSync(path, constants.O_WRONLY | constants.O_NOCTTY),
      });
    case "pipe":
      return new Socket({ fd: await openPipe(path), readable: false, writable: true });
    case "socket":
      return createConnection(path);
  }
}

/**
 * Opens a pipe once it has a reader. An opening that waits for the reader would hold a thread, and
 * with it the end of the process.
 */
async function openPipe(path: string): Promise<number> {
  for (let waitedMs = 0; ; waitedMs += READER_INTERVAL_MS) {
    try {
      return openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENXIO") throw error;
      if (waitedMs >= READER_PATIENCE_MS) {
        throw new Error("no program reads this pipe", { cause: error });
      }
    }
    await sleep(READER_INTERVAL_MS);
  }
}

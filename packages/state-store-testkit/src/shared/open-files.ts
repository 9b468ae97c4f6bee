import { readdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { nextTurn } from "@sync-strategies/event-loop";
import { garbageCollector } from "../collect-garbage.ts";

/** Where Linux lists the files that a process has open. Elsewhere none are found. */
const DESCRIPTORS = "/proc/self/fd";

/** What one collection frees may have held what the next one frees. */
const COLLECTIONS = 3;

/**
 * The paths of the files below this folder that this process has open. A file that is not open is
 * not locked either: a kernel's lock ends with the last descriptor.
 *
 * Garbage is collected first, since some libraries close a file with the object that opened it.
 */
export async function openFilesIn(folder: string): Promise<string[]> {
  for (let collection = 0; collection < COLLECTIONS; collection += 1) {
    garbageCollector()?.();
    await nextTurn();
  }
  return descriptors()
    .flatMap((descriptor) => targetOf(descriptor) ?? [])
    .filter((path) => path.startsWith(`${folder}/`));
}

function descriptors(): string[] {
  try {
    return readdirSync(DESCRIPTORS);
  } catch {
    return [];
  }
}

/** Undefined if it was closed meanwhile. */
function targetOf(descriptor: string): string | undefined {
  try {
    return readlinkSync(join(DESCRIPTORS, descriptor));
  } catch {
    return undefined;
  }
}

import { readdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/** Where Linux lists the files that a process has open. Elsewhere none are found. */
const DESCRIPTORS = "/proc/self/fd";

/**
 * The paths of the files below this folder that this process has open. A file that is not open is
 * not locked either: a kernel's lock ends with the last descriptor.
 */
export function openFilesIn(folder: string): string[] {
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

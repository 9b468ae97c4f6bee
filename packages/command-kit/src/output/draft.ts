/**
 * Drafts: files that are written in full before they take another file's place, so that a reader
 * never sees half of one, and a full disk costs nothing that was there.
 *
 * A draft is opened exclusively, under a name that cannot be guessed: no link that another user
 * has put there is followed. What is left of drafts is removed when the process ends.
 */
import { randomUUID } from "node:crypto";
import { chmodSync, closeSync, openSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

const drafts = new Set<string>();
let isWatched = false;

/**
 * Makes an empty draft in the folder, and returns its path.
 *
 * @param mode of the file whose place it will take; undefined for that of a new file.
 */
export function makeDraft(folder: string, mode: number | undefined): string {
  // Short whatever the file is called, since names have a longest length.
  const path = join(folder, `.${randomUUID()}.part`);
  closeSync(openSync(path, "wx", mode ?? 0o666));
  drafts.add(path);
  // The mask for new files may have taken bits away.
  if (mode !== undefined) chmodSync(path, mode);
  if (!isWatched) process.on("exit", () => [...drafts].forEach(removeDraft));
  isWatched = true;
  return path;
}

/** Puts the draft in the place of a file. */
export function placeDraft(draft: string, path: string): void {
  renameSync(draft, path);
  drafts.delete(draft);
}

/** Removes the draft, if it is still there. */
export function removeDraft(draft: string): void {
  rmSync(draft, { force: true });
  drafts.delete(draft);
}

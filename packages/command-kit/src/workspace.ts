import { fileURLToPath } from "node:url";
import { join, resolve } from "node:path";

/** The repository's root folder, seen from this file, compiled or not. */
export const workspaceRoot = fileURLToPath(new URL("../../../", import.meta.url));

/** Other libraries behind the same contract, a workspace of their own. */
export const peersFolder = join(workspaceRoot, "peers");

/** A path as the user meant it: relative to where the command was typed. */
export function userPath(path: string): string {
  return resolve(process.env["INIT_CWD"] ?? process.cwd(), path);
}

import { fileURLToPath } from "node:url";
import { resolve } from "node:path";

/** The repository's root folder, as seen from this file, compiled or not. Ends with a slash. */
export const workspaceRoot = fileURLToPath(new URL("../../../", import.meta.url));

/** A path as the user meant it: relative to where the command was typed. */
export function userPath(path: string): string {
  return resolve(process.env["INIT_CWD"] ?? process.cwd(), path);
}

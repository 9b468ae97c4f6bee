/** Faults are files of one folder, `external-state/faults/<id>.ts`: there is no list. */
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { suggestionOrList, workspaceRoot, wrongInput } from "@sync-strategies/command-kit";

const FOLDER = "external-state/faults";

export interface FaultFile {
  readonly id: string;
  readonly path: string;
  /** From the repository's root. */
  readonly origin: string;
}

/** By id. */
export function findFaults(root = workspaceRoot): readonly FaultFile[] {
  return readdirSync(join(root, FOLDER), { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map(({ name }) => ({
      id: basename(name, ".ts"),
      path: join(root, FOLDER, name),
      origin: `${FOLDER}/${name}`,
    }))
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

/**
 * Those of these ids, or all.
 *
 * @throws {CommandError} if there is no such fault.
 */
export function selectFaults(ids: readonly string[], files = findFaults()): readonly FaultFile[] {
  const known = files.map(({ id }) => id);
  const wrong = ids.find((id) => !known.includes(id));
  if (wrong !== undefined) {
    throw wrongInput(`there is no fault "${wrong}"${suggestionOrList(wrong, known)}`);
  }
  return ids.length === 0 ? files : files.filter(({ id }) => ids.includes(id));
}
